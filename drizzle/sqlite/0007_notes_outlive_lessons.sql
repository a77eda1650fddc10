ALTER TABLE `notes` ADD `lesson_title` text;--> statement-breakpoint
ALTER TABLE `notes` ADD `course_title` text;