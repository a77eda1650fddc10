DROP INDEX `progress_lesson_id_idx`;--> statement-breakpoint
DROP INDEX `progress_user_id_idx`;--> statement-breakpoint
CREATE INDEX `progress_lesson_id_user_id_idx` ON `progress` (`lesson_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `progress_user_id_completed_idx` ON `progress` (`user_id`,`completed`);