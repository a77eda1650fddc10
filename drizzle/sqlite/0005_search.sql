CREATE TABLE `search_queue` (
	`kind` text NOT NULL,
	`row` integer NOT NULL,
	PRIMARY KEY(`kind`, `row`)
);
--> statement-breakpoint
CREATE TABLE `search_state` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
DROP INDEX `courses_category_id_idx`;--> statement-breakpoint
DROP INDEX `courses_level_idx`;--> statement-breakpoint
CREATE INDEX `courses_newest_idx` ON `courses` (`published`,`created_at`);--> statement-breakpoint
CREATE INDEX `courses_rating_idx` ON `courses` (`published`,`average_rating`,`total_reviews`);--> statement-breakpoint
CREATE INDEX `courses_title_idx` ON `courses` (`published`,"title" COLLATE NOCASE);--> statement-breakpoint
CREATE INDEX `courses_filters_idx` ON `courses` (`published`,`category_id`,`level`,`language`,`average_rating`,`discount_price`,`price`);--> statement-breakpoint
-- A row that was indexed (its number is not above the mark) and changed or left is looked at again. Rows above the mark are
-- found by their numbers: a first fetch pays nothing for this.
CREATE TRIGGER search_courses_updated AFTER UPDATE OF title, short_description, description, tags, instructor_id, published ON courses
WHEN OLD.rowid <= (SELECT value FROM search_state WHERE name = 'courses')
  AND (OLD.title IS NOT NEW.title OR OLD.short_description IS NOT NEW.short_description OR OLD.description IS NOT NEW.description
    OR OLD.tags IS NOT NEW.tags OR OLD.instructor_id IS NOT NEW.instructor_id OR OLD.published IS NOT NEW.published)
BEGIN
  INSERT INTO search_queue (kind, row) VALUES ('courses', OLD.rowid) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_courses_deleted AFTER DELETE ON courses
WHEN OLD.rowid <= (SELECT value FROM search_state WHERE name = 'courses')
BEGIN
  INSERT INTO search_queue (kind, row) VALUES ('courses', OLD.rowid) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
-- Courses are found by who teaches them.
CREATE TRIGGER search_instructors_inserted AFTER INSERT ON users BEGIN
  INSERT INTO search_queue (kind, row) SELECT 'courses', c.rowid FROM courses c
  WHERE c.instructor_id = NEW.id AND c.rowid <= (SELECT value FROM search_state WHERE name = 'courses')
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_instructors_updated AFTER UPDATE OF name ON users WHEN OLD.name IS NOT NEW.name BEGIN
  INSERT INTO search_queue (kind, row) SELECT 'courses', c.rowid FROM courses c
  WHERE c.instructor_id = NEW.id AND c.rowid <= (SELECT value FROM search_state WHERE name = 'courses')
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_instructors_deleted AFTER DELETE ON users BEGIN
  INSERT INTO search_queue (kind, row) SELECT 'courses', c.rowid FROM courses c
  WHERE c.instructor_id = OLD.id AND c.rowid <= (SELECT value FROM search_state WHERE name = 'courses')
  ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_lessons_updated AFTER UPDATE OF title, description, content, published ON lessons
WHEN OLD.rowid <= (SELECT value FROM search_state WHERE name = 'lessons')
  AND (OLD.title IS NOT NEW.title OR OLD.description IS NOT NEW.description OR OLD.content IS NOT NEW.content
    OR OLD.published IS NOT NEW.published)
BEGIN
  INSERT INTO search_queue (kind, row) VALUES ('lessons', OLD.rowid) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_lessons_deleted AFTER DELETE ON lessons
WHEN OLD.rowid <= (SELECT value FROM search_state WHERE name = 'lessons')
BEGIN
  INSERT INTO search_queue (kind, row) VALUES ('lessons', OLD.rowid) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_notes_updated AFTER UPDATE OF content, user_id ON notes
WHEN OLD.rowid <= (SELECT value FROM search_state WHERE name = 'notes')
  AND (OLD.content IS NOT NEW.content OR OLD.user_id IS NOT NEW.user_id)
BEGIN
  INSERT INTO search_queue (kind, row) VALUES ('notes', OLD.rowid) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER search_notes_deleted AFTER DELETE ON notes
WHEN OLD.rowid <= (SELECT value FROM search_state WHERE name = 'notes')
BEGIN
  INSERT INTO search_queue (kind, row) VALUES ('notes', OLD.rowid) ON CONFLICT DO NOTHING;
END;
