CREATE TABLE `kept_files` (
	`course_id` text NOT NULL,
	`sha256` text NOT NULL,
	PRIMARY KEY(`course_id`, `sha256`)
);
--> statement-breakpoint
CREATE TABLE `kept_lessons` (
	`course_id` text NOT NULL,
	`lesson_id` text NOT NULL,
	PRIMARY KEY(`course_id`, `lesson_id`)
);
--> statement-breakpoint
ALTER TABLE `kept_courses` ADD `partial` integer DEFAULT false NOT NULL;