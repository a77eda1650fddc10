ALTER TABLE `quiz_attempts` ADD `quiz_version` text;--> statement-breakpoint
ALTER TABLE `quizzes` ADD `version_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sync_clients` ADD `clock_skew_ms` integer;