CREATE TABLE `imported_mutations` (
	`client_id` text NOT NULL,
	`number` integer NOT NULL,
	PRIMARY KEY(`client_id`, `number`)
);
--> statement-breakpoint
ALTER TABLE `sync_rejections` ADD `resolution` text;