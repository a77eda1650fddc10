CREATE TABLE "deleted_notes" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"lesson_id" text NOT NULL,
	"content" text NOT NULL,
	"video_second" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quiz_versions" (
	"id" text PRIMARY KEY DEFAULT gen_random_uuid()::text NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "quiz_versions_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"quiz_id" text NOT NULL,
	"lesson_id" text NOT NULL,
	"course_id" text NOT NULL,
	"snapshot" jsonb NOT NULL,
	"made_in" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "answers" DROP CONSTRAINT "answers_question_id_questions_id_fk";
--> statement-breakpoint
ALTER TABLE "quiz_attempts" DROP CONSTRAINT "quiz_attempts_quiz_id_quizzes_id_fk";
--> statement-breakpoint
ALTER TABLE "quiz_attempts" ADD COLUMN "quiz_version" text;--> statement-breakpoint
ALTER TABLE "quizzes" ADD COLUMN "version_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_clients" ADD COLUMN "clock_skew_ms" bigint;--> statement-breakpoint
ALTER TABLE "deleted_notes" ADD CONSTRAINT "deleted_notes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deleted_notes_user_id_idx" ON "deleted_notes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "deleted_notes_deleted_at_idx" ON "deleted_notes" USING btree ("deleted_at");--> statement-breakpoint
CREATE INDEX "quiz_versions_quiz_id_number_idx" ON "quiz_versions" USING btree ("quiz_id","number");
--> statement-breakpoint

-- Every version of a quiz that a device may have been given is kept, whoever writes: one a transaction, as nobody sees
-- what is between its statements. The quiz row is locked before what it is made of is read, so that of two people who
-- change two questions at once the second keeps both. (Each statement of a volatile function sees what was committed
-- while it waited.) The id is random: a hash of keys, however salted, would tell when an old key came back.

CREATE FUNCTION quiz_snapshot(asked_quiz text) RETURNS jsonb LANGUAGE sql VOLATILE AS $$
  SELECT jsonb_build_object(
    'quiz', jsonb_build_object('title', q.title, 'description', q.description, 'type', q.type, 'timeLimit', q.time_limit,
      'passingScore', q.passing_score, 'shuffleQuestions', q.shuffle_questions, 'showCorrectAnswers', q.show_correct_answers,
      'allowRetakes', q.allow_retakes, 'maxAttempts', q.max_attempts),
    'questions', coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', id, 'text', text, 'type', type, 'points', points, 'options', options,
        'correctAnswer', correct_answer, 'explanation', explanation) ORDER BY id)
      FROM questions WHERE quiz_id = q.id), '[]'))
  FROM quizzes q WHERE q.id = asked_quiz
$$;
--> statement-breakpoint
CREATE FUNCTION keep_quiz_versions(touched text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF touched IS NULL THEN RETURN; END IF;
  PERFORM 1 FROM quizzes WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE;
  WITH known AS MATERIALIZED (
    SELECT q.id AS quiz_id, q.lesson_id, q.course_id, fresh.snapshot, v.id AS held, v.made_in,
      (v.snapshot, v.lesson_id, v.course_id) IS DISTINCT FROM (fresh.snapshot, q.lesson_id, q.course_id) AS moved
    FROM quizzes q
      CROSS JOIN LATERAL (SELECT quiz_snapshot(q.id) AS snapshot OFFSET 0) fresh
      LEFT JOIN quiz_versions v ON v.id = q.version_id AND v.quiz_id = q.id
    WHERE q.id = ANY (touched)
  ), rewritten AS (
    UPDATE quiz_versions v SET snapshot = k.snapshot, lesson_id = k.lesson_id, course_id = k.course_id
    FROM known k WHERE v.id = k.held AND k.moved AND k.made_in = pg_current_xact_id()
  ), made AS (
    INSERT INTO quiz_versions (quiz_id, lesson_id, course_id, snapshot)
    SELECT quiz_id, lesson_id, course_id, snapshot FROM known
    WHERE held IS NULL OR (moved AND made_in <> pg_current_xact_id())
    RETURNING id, quiz_id
  )
  UPDATE quizzes q SET version_id = m.id FROM made m WHERE q.id = m.quiz_id;
END $$;
--> statement-breakpoint
CREATE FUNCTION version_quizzes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  touched text[];
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      SELECT array_agg(id) INTO touched FROM new_rows;
    WHEN 'UPDATE' THEN
      SELECT array_agg(n.id) INTO touched FROM new_rows n LEFT JOIN old_rows o ON o.id = n.id
      WHERE o.* IS DISTINCT FROM n.*;
  END CASE;
  PERFORM keep_quiz_versions(touched);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION version_quizzes_of_questions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  touched text[];
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      SELECT array_agg(DISTINCT quiz_id) INTO touched FROM new_rows;
    WHEN 'DELETE' THEN
      SELECT array_agg(DISTINCT quiz_id) INTO touched FROM old_rows;
    WHEN 'UPDATE' THEN
      SELECT array_agg(DISTINCT quiz) INTO touched
      FROM old_rows o FULL JOIN new_rows n ON n.id = o.id, unnest(ARRAY[o.quiz_id, n.quiz_id]) AS quiz
      WHERE quiz IS NOT NULL AND o.* IS DISTINCT FROM n.*;
    WHEN 'TRUNCATE' THEN
      SELECT array_agg(id) INTO touched FROM quizzes;
  END CASE;
  PERFORM keep_quiz_versions(touched);
  RETURN NULL;
END $$;
--> statement-breakpoint

-- Named a_: before content_ in the alphabet, hence in order of firing. The quiz is locked first, then its course, as
-- when the quiz itself is edited; the other way round the two could wait for each other.

CREATE TRIGGER a_version_inserted AFTER INSERT ON quizzes REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION version_quizzes();
--> statement-breakpoint
CREATE TRIGGER a_version_updated AFTER UPDATE ON quizzes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION version_quizzes();
--> statement-breakpoint
CREATE TRIGGER a_version_inserted AFTER INSERT ON questions REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION version_quizzes_of_questions();
--> statement-breakpoint
CREATE TRIGGER a_version_updated AFTER UPDATE ON questions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION version_quizzes_of_questions();
--> statement-breakpoint
CREATE TRIGGER a_version_deleted AFTER DELETE ON questions REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION version_quizzes_of_questions();
--> statement-breakpoint
CREATE TRIGGER a_version_truncated AFTER TRUNCATE ON questions
  FOR EACH STATEMENT EXECUTE FUNCTION version_quizzes_of_questions();
--> statement-breakpoint

-- A new version comes with the change that made it: it is no edit of its own, and no second step of content_version.

CREATE OR REPLACE FUNCTION note_content_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  touched text[];
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      SELECT array_agg(DISTINCT course_id) INTO touched FROM new_rows;
    WHEN 'DELETE' THEN
      SELECT array_agg(DISTINCT course_id) INTO touched FROM old_rows;
    WHEN 'UPDATE' THEN
      SELECT array_agg(DISTINCT c) INTO touched
      FROM old_rows o FULL JOIN new_rows n ON n.id = o.id, unnest(ARRAY[o.course_id, n.course_id]) AS c
      WHERE c IS NOT NULL AND CASE TG_TABLE_NAME
        WHEN 'quizzes' THEN to_jsonb(o) - 'version_id' IS DISTINCT FROM to_jsonb(n) - 'version_id'
        ELSE o.* IS DISTINCT FROM n.* END;
    WHEN 'TRUNCATE' THEN
      SELECT array_agg(id) INTO touched FROM courses;
  END CASE;
  PERFORM bump_courses(touched);
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER touch_updated_at ON quizzes;
--> statement-breakpoint
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON quizzes FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_updated_at('version_id');
--> statement-breakpoint

-- What a learner did with a quiz outlives it: attempts and answers may name what only a version still knows. Everything
-- else is as the foreign keys had it: nothing that never was can be named, nothing that is named by now can be deleted.

CREATE FUNCTION fill_attempt() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT course_id INTO NEW.course_id FROM quizzes WHERE id = NEW.quiz_id FOR KEY SHARE;
  IF NOT FOUND THEN
    SELECT course_id INTO NEW.course_id FROM quiz_versions WHERE quiz_id = NEW.quiz_id ORDER BY number DESC LIMIT 1;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'There is and was no quiz "%".', NEW.quiz_id
        USING ERRCODE = 'foreign_key_violation', TABLE = 'quiz_attempts', COLUMN = 'quiz_id';
    END IF;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DROP TRIGGER fill_derived ON quiz_attempts;
--> statement-breakpoint
CREATE TRIGGER fill_derived BEFORE INSERT OR UPDATE OF quiz_id, course_id ON quiz_attempts
  FOR EACH ROW EXECUTE FUNCTION fill_attempt();
--> statement-breakpoint
DROP FUNCTION fill_from_quiz();
--> statement-breakpoint
CREATE FUNCTION check_question() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM questions WHERE id = NEW.question_id FOR KEY SHARE;
  IF FOUND THEN RETURN NEW; END IF;
  PERFORM 1 FROM quiz_attempts a JOIN quiz_versions v ON v.quiz_id = a.quiz_id
  WHERE a.id = NEW.attempt_id
    AND v.snapshot @> jsonb_build_object('questions', jsonb_build_array(jsonb_build_object('id', NEW.question_id)));
  IF FOUND THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'There is and was no question "%".', NEW.question_id
    USING ERRCODE = 'foreign_key_violation', TABLE = 'answers', COLUMN = 'question_id';
END $$;
--> statement-breakpoint
CREATE TRIGGER check_question BEFORE INSERT OR UPDATE OF question_id ON answers
  FOR EACH ROW EXECUTE FUNCTION check_question();
--> statement-breakpoint
CREATE FUNCTION restrict_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  taken boolean;
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'quizzes' THEN
      taken := EXISTS (SELECT FROM quiz_attempts WHERE quiz_id = OLD.id);
    WHEN 'questions' THEN
      taken := EXISTS (SELECT FROM answers WHERE question_id = OLD.id);
  END CASE;
  IF taken THEN
    RAISE EXCEPTION 'Of % "%" there are answers.', TG_TABLE_NAME, OLD.id
      USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
--> statement-breakpoint
CREATE TRIGGER restrict_deleted BEFORE DELETE ON quizzes FOR EACH ROW EXECUTE FUNCTION restrict_taken();
--> statement-breakpoint
CREATE TRIGGER restrict_renamed BEFORE UPDATE OF id ON quizzes
  FOR EACH ROW WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION restrict_taken();
--> statement-breakpoint
CREATE TRIGGER restrict_deleted BEFORE DELETE ON questions FOR EACH ROW EXECUTE FUNCTION restrict_taken();
--> statement-breakpoint
CREATE TRIGGER restrict_renamed BEFORE UPDATE OF id ON questions
  FOR EACH ROW WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION restrict_taken();
--> statement-breakpoint

-- What a deleted note was, whoever deletes it. Not where the person goes: then nothing of theirs stays.

CREATE FUNCTION keep_deleted_notes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO deleted_notes (id, user_id, lesson_id, content, video_second, created_at)
  SELECT id, user_id, lesson_id, content, video_second, created_at FROM old_rows
  WHERE EXISTS (SELECT FROM users WHERE users.id = old_rows.user_id)
  ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, lesson_id = excluded.lesson_id, content = excluded.content,
    video_second = excluded.video_second, created_at = excluded.created_at, deleted_at = excluded.deleted_at;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_deleted AFTER DELETE ON notes REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION keep_deleted_notes();
--> statement-breakpoint

-- The quizzes that are there become their first versions, and devices are told to look.

SELECT keep_quiz_versions(array_agg(id)) FROM quizzes;
--> statement-breakpoint
SELECT bump_courses(array_agg(DISTINCT course_id)) FROM quizzes;
