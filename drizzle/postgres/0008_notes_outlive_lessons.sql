ALTER TABLE "notes" DROP CONSTRAINT "notes_lesson_id_lessons_id_fk";
--> statement-breakpoint
ALTER TABLE "notes" ADD COLUMN "lesson_title" text;--> statement-breakpoint
ALTER TABLE "notes" ADD COLUMN "course_title" text;--> statement-breakpoint

-- What a person wrote outlives what it was written about. A note is made for a lesson that is there; when that is deleted,
-- by whomever, the note stays, with the titles of where it was taken.

CREATE FUNCTION fill_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  course text;
BEGIN
  SELECT course_id INTO course FROM lessons WHERE id = NEW.lesson_id FOR KEY SHARE;
  IF FOUND THEN
    NEW.course_id := course;
    NEW.lesson_title := NULL;
    NEW.course_title := NULL;
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' OR NEW.lesson_id IS DISTINCT FROM OLD.lesson_id THEN
    RAISE EXCEPTION 'There is no lesson "%".', NEW.lesson_id
      USING ERRCODE = 'foreign_key_violation', TABLE = 'notes', COLUMN = 'lesson_id';
  END IF;
  NEW.course_id := OLD.course_id;
  RETURN NEW;
END $$;
--> statement-breakpoint
DROP TRIGGER fill_derived ON notes;
--> statement-breakpoint
CREATE TRIGGER fill_derived BEFORE INSERT OR UPDATE OF lesson_id, course_id ON notes
  FOR EACH ROW EXECUTE FUNCTION fill_note();
--> statement-breakpoint
DROP TRIGGER touch_updated_at ON notes;
--> statement-breakpoint
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON notes FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_updated_at('lesson_title', 'course_title');
--> statement-breakpoint
CREATE FUNCTION leave_notes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'lessons' THEN
      UPDATE notes SET lesson_title = OLD.title,
        course_title = coalesce((SELECT title FROM courses WHERE id = OLD.course_id), course_title)
      WHERE lesson_id = OLD.id;
    WHEN 'courses' THEN -- before its lessons go with it: then its title is gone already
      UPDATE notes SET course_title = OLD.title WHERE course_id = OLD.id;
  END CASE;
  RETURN OLD;
END $$;
--> statement-breakpoint
CREATE TRIGGER leave_notes BEFORE DELETE ON lessons FOR EACH ROW EXECUTE FUNCTION leave_notes();
--> statement-breakpoint
CREATE TRIGGER leave_notes BEFORE DELETE ON courses FOR EACH ROW EXECUTE FUNCTION leave_notes();
