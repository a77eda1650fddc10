CREATE TABLE `question_reviews` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`question_id` text NOT NULL,
	`course_id` text NOT NULL,
	`rating` integer NOT NULL,
	`reviewed_at` integer NOT NULL,
	`time_zone` text NOT NULL,
	`elapsed_ms` integer NOT NULL,
	`undone` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX `question_reviews_user_id_reviewed_at_idx` ON `question_reviews` (`user_id`,`reviewed_at`);--> statement-breakpoint
CREATE INDEX `question_reviews_question_id_idx` ON `question_reviews` (`question_id`);--> statement-breakpoint
CREATE TABLE `review_cards` (
	`question_id` text PRIMARY KEY NOT NULL,
	`ready` integer NOT NULL,
	`kind` text NOT NULL,
	`due_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `review_cards_ready_kind_due_ms_idx` ON `review_cards` (`ready`,`kind`,`due_ms`);--> statement-breakpoint
CREATE TABLE `review_stale` (
	`question_id` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
-- What a question's place in the review depends on: whatever changes of it, by whom ever, has the place computed anew.
CREATE TRIGGER question_reviews_inserted AFTER INSERT ON question_reviews BEGIN
  INSERT INTO review_stale (question_id) VALUES (NEW.question_id) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER question_reviews_updated AFTER UPDATE ON question_reviews
WHEN OLD.question_id IS NOT NEW.question_id OR OLD.rating IS NOT NEW.rating OR OLD.reviewed_at IS NOT NEW.reviewed_at
  OR OLD.undone IS NOT NEW.undone OR OLD.user_id IS NOT NEW.user_id
BEGIN
  INSERT INTO review_stale (question_id) VALUES (OLD.question_id) ON CONFLICT DO NOTHING;
  INSERT INTO review_stale (question_id) VALUES (NEW.question_id) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER question_reviews_deleted AFTER DELETE ON question_reviews BEGIN
  INSERT INTO review_stale (question_id) VALUES (OLD.question_id) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER reviewed_answers_inserted AFTER INSERT ON answers WHEN NEW.graded_at IS NOT NULL BEGIN
  INSERT INTO review_stale (question_id) VALUES (NEW.question_id) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER reviewed_answers_updated AFTER UPDATE OF graded_at, is_correct ON answers
WHEN OLD.graded_at IS NOT NEW.graded_at OR OLD.is_correct IS NOT NEW.is_correct
BEGIN
  INSERT INTO review_stale (question_id) VALUES (NEW.question_id) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER reviewed_answers_deleted AFTER DELETE ON answers WHEN OLD.graded_at IS NOT NULL BEGIN
  INSERT INTO review_stale (question_id) VALUES (OLD.question_id) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER reviewed_attempts_updated AFTER UPDATE OF submitted_at ON quiz_attempts
WHEN OLD.submitted_at IS NOT NEW.submitted_at
BEGIN
  INSERT INTO review_stale (question_id)
  SELECT question_id FROM answers WHERE attempt_id = NEW.id AND graded_at IS NOT NULL ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER reviewed_questions_inserted AFTER INSERT ON questions
WHEN EXISTS (SELECT 1 FROM review_cards WHERE question_id = NEW.id)
BEGIN
  INSERT INTO review_stale (question_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER reviewed_questions_updated AFTER UPDATE OF text, type, quiz_type, correct_answer ON questions
WHEN (OLD.text IS NOT NEW.text OR OLD.type IS NOT NEW.type OR OLD.quiz_type IS NOT NEW.quiz_type
  OR OLD.correct_answer IS NOT NEW.correct_answer) AND EXISTS (SELECT 1 FROM review_cards WHERE question_id = NEW.id)
BEGIN
  INSERT INTO review_stale (question_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER reviewed_questions_deleted AFTER DELETE ON questions
WHEN EXISTS (SELECT 1 FROM review_cards WHERE question_id = OLD.id)
BEGIN
  INSERT INTO review_stale (question_id) VALUES (OLD.id) ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
INSERT INTO review_stale (question_id) SELECT DISTINCT question_id FROM answers WHERE graded_at IS NOT NULL;
