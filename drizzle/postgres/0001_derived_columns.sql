-- Columns the centre keeps itself, whoever writes: copies of a parent's id, updated_at, content_version, media_bytes.
-- Trigger functions run as their owner and in our schema, so that other programs need no rights, and no search path,
-- beyond the tables they write to.

-- The parent is read under the lock its foreign key takes anyway. The columns copied are part of a unique index of the
-- parent (a key), so a move of the parent and the arrival of a child wait for each other, and plain edits do not.

CREATE FUNCTION fill_from_module() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT course_id INTO NEW.course_id FROM modules WHERE id = NEW.module_id FOR KEY SHARE;
  NEW.course_id := coalesce(NEW.course_id, ''); -- no such module: let the foreign key say so
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION fill_from_lesson() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT course_id INTO NEW.course_id FROM lessons WHERE id = NEW.lesson_id FOR KEY SHARE;
  NEW.course_id := coalesce(NEW.course_id, '');
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION fill_from_quiz() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT course_id INTO NEW.course_id FROM quizzes WHERE id = NEW.quiz_id FOR KEY SHARE;
  NEW.course_id := coalesce(NEW.course_id, '');
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION has_several_answers(question_type, text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN $1 = 'MULTIPLE_CHOICE' AND ltrim($2) LIKE '[%' AND jsonb_array_length($2::jsonb) > 1;
EXCEPTION WHEN data_exception THEN
  RETURN false; -- an answer that merely begins with a bracket
END $$;
--> statement-breakpoint
CREATE FUNCTION fill_question() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT course_id, type INTO NEW.course_id, NEW.quiz_type FROM quizzes WHERE id = NEW.quiz_id FOR KEY SHARE;
  NEW.course_id := coalesce(NEW.course_id, '');
  NEW.quiz_type := coalesce(NEW.quiz_type, 'FINAL_EXAM');
  NEW.multiple_answers := coalesce(has_several_answers(NEW.type, NEW.correct_answer), false);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION fill_from_enrollment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT user_id INTO NEW.user_id FROM enrollments WHERE id = NEW.enrollment_id FOR KEY SHARE;
  NEW.user_id := coalesce(NEW.user_id, '');
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION fill_from_attempt() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT user_id INTO NEW.user_id FROM quiz_attempts WHERE id = NEW.attempt_id FOR KEY SHARE;
  NEW.user_id := coalesce(NEW.user_id, '');
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION fill_from_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT user_id INTO NEW.user_id FROM orders WHERE id = NEW.order_id FOR KEY SHARE;
  NEW.user_id := coalesce(NEW.user_id, '');
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER fill_derived BEFORE INSERT OR UPDATE OF module_id, course_id ON lessons
  FOR EACH ROW EXECUTE FUNCTION fill_from_module();
--> statement-breakpoint
CREATE TRIGGER fill_derived BEFORE INSERT OR UPDATE OF lesson_id, course_id ON resources
  FOR EACH ROW EXECUTE FUNCTION fill_from_lesson();
--> statement-breakpoint
CREATE TRIGGER fill_derived BEFORE INSERT OR UPDATE OF lesson_id, course_id ON quizzes
  FOR EACH ROW EXECUTE FUNCTION fill_from_lesson();
--> statement-breakpoint
CREATE TRIGGER fill_derived BEFORE INSERT OR UPDATE OF lesson_id, course_id ON notes
  FOR EACH ROW EXECUTE FUNCTION fill_from_lesson();
--> statement-breakpoint
CREATE TRIGGER fill_derived BEFORE INSERT OR UPDATE OF quiz_id, course_id ON quiz_attempts
  FOR EACH ROW EXECUTE FUNCTION fill_from_quiz();
--> statement-breakpoint
CREATE TRIGGER fill_derived
  BEFORE INSERT OR UPDATE OF quiz_id, course_id, quiz_type, type, correct_answer, multiple_answers ON questions
  FOR EACH ROW EXECUTE FUNCTION fill_question();
--> statement-breakpoint
CREATE TRIGGER fill_derived BEFORE INSERT OR UPDATE OF enrollment_id, user_id ON progress
  FOR EACH ROW EXECUTE FUNCTION fill_from_enrollment();
--> statement-breakpoint
CREATE TRIGGER fill_derived BEFORE INSERT OR UPDATE OF attempt_id, user_id ON answers
  FOR EACH ROW EXECUTE FUNCTION fill_from_attempt();
--> statement-breakpoint
CREATE TRIGGER fill_derived BEFORE INSERT OR UPDATE OF order_id, user_id ON order_items
  FOR EACH ROW EXECUTE FUNCTION fill_from_order();
--> statement-breakpoint

-- Downward: what moves takes what hangs on it along. The children's own triggers read the value again, and go on.

CREATE FUNCTION carry_down() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'modules' THEN
      UPDATE lessons SET course_id = NEW.course_id WHERE module_id = NEW.id;
    WHEN 'lessons' THEN
      UPDATE resources SET course_id = NEW.course_id WHERE lesson_id = NEW.id;
      UPDATE quizzes SET course_id = NEW.course_id WHERE lesson_id = NEW.id;
      UPDATE notes SET course_id = NEW.course_id WHERE lesson_id = NEW.id;
    WHEN 'quizzes' THEN
      UPDATE questions SET course_id = NEW.course_id WHERE quiz_id = NEW.id;
      IF NEW.course_id <> OLD.course_id THEN
        UPDATE quiz_attempts SET course_id = NEW.course_id WHERE quiz_id = NEW.id;
      END IF;
    WHEN 'enrollments' THEN
      UPDATE progress SET user_id = NEW.user_id WHERE enrollment_id = NEW.id;
    WHEN 'quiz_attempts' THEN
      UPDATE answers SET user_id = NEW.user_id WHERE attempt_id = NEW.id;
    WHEN 'orders' THEN
      UPDATE order_items SET user_id = NEW.user_id WHERE order_id = NEW.id;
  END CASE;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER carry_down AFTER UPDATE OF course_id ON modules
  FOR EACH ROW WHEN (OLD.course_id <> NEW.course_id) EXECUTE FUNCTION carry_down();
--> statement-breakpoint
CREATE TRIGGER carry_down AFTER UPDATE OF module_id, course_id ON lessons
  FOR EACH ROW WHEN (OLD.course_id <> NEW.course_id) EXECUTE FUNCTION carry_down();
--> statement-breakpoint
CREATE TRIGGER carry_down AFTER UPDATE OF lesson_id, course_id, type ON quizzes
  FOR EACH ROW WHEN (OLD.course_id <> NEW.course_id OR OLD.type <> NEW.type) EXECUTE FUNCTION carry_down();
--> statement-breakpoint
CREATE TRIGGER carry_down AFTER UPDATE OF user_id ON enrollments
  FOR EACH ROW WHEN (OLD.user_id <> NEW.user_id) EXECUTE FUNCTION carry_down();
--> statement-breakpoint
CREATE TRIGGER carry_down AFTER UPDATE OF user_id ON quiz_attempts
  FOR EACH ROW WHEN (OLD.user_id <> NEW.user_id) EXECUTE FUNCTION carry_down();
--> statement-breakpoint
CREATE TRIGGER carry_down AFTER UPDATE OF user_id ON orders
  FOR EACH ROW WHEN (OLD.user_id <> NEW.user_id) EXECUTE FUNCTION carry_down();
--> statement-breakpoint

-- updated_at moves with every real change, unless the writer sets it. What the centre folds or derives is no edit:
-- columns named as arguments do not move it. (Named touch_: after fill_ in the alphabet, hence in order of firing.)

CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.updated_at = OLD.updated_at
    AND (TG_NARGS = 0 OR to_jsonb(NEW) - TG_ARGV::text[] <> to_jsonb(OLD) - TG_ARGV::text[])
  THEN
    NEW.updated_at := now();
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
  folded text;
BEGIN
  FOREACH name IN ARRAY ARRAY['users', 'instructor_profiles', 'student_profiles', 'categories', 'courses', 'modules',
    'lessons', 'quizzes', 'progress', 'notes', 'coupons', 'reviews', 'blogs', 'blog_comments', 'sync_clients']
  LOOP
    folded := CASE name
      WHEN 'courses' THEN
        '''content_version'', ''media_bytes'', ''total_students'', ''average_rating'', ''total_reviews'', ''total_revenue'''
      WHEN 'instructor_profiles' THEN
        '''total_students'', ''total_revenue'', ''average_rating'', ''total_courses'''
      WHEN 'categories' THEN '''total_courses'', ''total_students'''
      ELSE '' END;
    EXECUTE format('CREATE TRIGGER touch_updated_at BEFORE UPDATE ON %I FOR EACH ROW
      WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_updated_at(%s)', name, folded);
  END LOOP;
END $$;
--> statement-breakpoint

-- content_version: by one for each statement that really changes something below a course; media_bytes with it.
-- Courses are locked in the order of their ids, so two such statements cannot block each other for ever.

CREATE FUNCTION bump_courses(course_ids text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF course_ids IS NULL THEN RETURN; END IF;
  PERFORM 1 FROM courses WHERE id = ANY (course_ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE courses SET content_version = content_version + 1 WHERE id = ANY (course_ids);
END $$;
--> statement-breakpoint
CREATE FUNCTION note_content_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
      WHERE c IS NOT NULL AND o.* IS DISTINCT FROM n.*;
    WHEN 'TRUNCATE' THEN
      SELECT array_agg(id) INTO touched FROM courses;
  END CASE;
  PERFORM bump_courses(touched);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION note_media_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  touched text[];
  grown bigint[];
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      SELECT array_agg(course_id), array_agg(bytes) INTO touched, grown
      FROM (SELECT course_id, sum(size_bytes) AS bytes FROM new_rows GROUP BY course_id) s;
    WHEN 'DELETE' THEN
      SELECT array_agg(course_id), array_agg(-bytes) INTO touched, grown
      FROM (SELECT course_id, sum(size_bytes) AS bytes FROM old_rows GROUP BY course_id) s;
    WHEN 'UPDATE' THEN
      SELECT array_agg(course_id), array_agg(bytes) INTO touched, grown
      FROM (
        SELECT c.course_id, sum(c.bytes) AS bytes
        FROM old_rows o FULL JOIN new_rows n ON n.id = o.id,
          LATERAL (VALUES (o.course_id, -o.size_bytes), (n.course_id, n.size_bytes)) AS c (course_id, bytes)
        WHERE c.course_id IS NOT NULL AND o.* IS DISTINCT FROM n.*
        GROUP BY c.course_id
      ) s;
    WHEN 'TRUNCATE' THEN
      SELECT array_agg(id), array_agg(-media_bytes) INTO touched, grown FROM courses WHERE media_bytes <> 0;
  END CASE;
  PERFORM bump_courses(touched);
  UPDATE courses SET media_bytes = media_bytes + g.bytes
  FROM unnest(touched, grown) AS g (course_id, bytes) WHERE courses.id = g.course_id AND g.bytes <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
  noter text;
BEGIN
  FOREACH name IN ARRAY ARRAY['modules', 'lessons', 'resources', 'quizzes', 'questions', 'media_files'] LOOP
    noter := CASE name WHEN 'media_files' THEN 'note_media_change' ELSE 'note_content_change' END;
    EXECUTE format('CREATE TRIGGER content_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %I()', name, noter);
    EXECUTE format('CREATE TRIGGER content_updated AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %I()', name, noter);
    EXECUTE format('CREATE TRIGGER content_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %I()', name, noter);
    EXECUTE format('CREATE TRIGGER content_truncated AFTER TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION %I()', name, noter);
  END LOOP;
END $$;
