CREATE TABLE "study_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"day" text NOT NULL,
	"time_zone" text NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL,
	"seconds" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "standing_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "standing_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "study_sessions" ADD CONSTRAINT "study_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "study_sessions_user_id_idx" ON "study_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE TRIGGER feed_inserted AFTER INSERT ON "study_sessions" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION feed_rows_of_user();
--> statement-breakpoint
CREATE TRIGGER feed_updated AFTER UPDATE ON "study_sessions" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION feed_rows_of_user();
--> statement-breakpoint
CREATE TRIGGER feed_deleted AFTER DELETE ON "study_sessions" REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION feed_rows_of_user();
--> statement-breakpoint
CREATE TRIGGER feed_truncated AFTER TRUNCATE ON "study_sessions"
  FOR EACH STATEMENT EXECUTE FUNCTION feed_everyone();
--> statement-breakpoint

-- Whose achievements moved. Writers only append here; a job computes (server/db/compute-standings.ts), whoever wrote.
CREATE FUNCTION note_standing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    INSERT INTO standing_changes (user_id) SELECT user_id FROM student_profiles;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO standing_changes (user_id) SELECT DISTINCT user_id FROM old_rows WHERE user_id IS NOT NULL;
  ELSE
    INSERT INTO standing_changes (user_id) SELECT DISTINCT user_id FROM new_rows WHERE user_id IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['enrollments', 'progress', 'quiz_attempts', 'question_reviews', 'study_sessions'] LOOP
    EXECUTE format('CREATE TRIGGER standing_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION note_standing()', name);
    EXECUTE format('CREATE TRIGGER standing_updated AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION note_standing()', name);
    EXECUTE format('CREATE TRIGGER standing_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
      FOR EACH STATEMENT EXECUTE FUNCTION note_standing()', name);
    EXECUTE format('CREATE TRIGGER standing_truncated AFTER TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION note_standing()', name);
  END LOOP;
END $$;
--> statement-breakpoint
INSERT INTO standing_changes (user_id) SELECT user_id FROM student_profiles;
