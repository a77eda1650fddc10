DROP INDEX `lessons_module_id_position_idx`;--> statement-breakpoint
CREATE INDEX `lessons_module_id_position_idx` ON `lessons` (`module_id`,`position`,`published`);