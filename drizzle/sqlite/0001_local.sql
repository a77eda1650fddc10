CREATE TABLE `base_rows` (
	`table_name` text NOT NULL,
	`row_id` text NOT NULL,
	`confirmed` text,
	PRIMARY KEY(`table_name`, `row_id`)
);
--> statement-breakpoint
CREATE TABLE `blobs` (
	`sha256` text PRIMARY KEY NOT NULL,
	`size_bytes` integer NOT NULL,
	`mime_type` text NOT NULL,
	`stored_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `device_state` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `journal` (
	`number` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`args` text NOT NULL,
	`made_at_ms` integer NOT NULL,
	`confirmed_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `kept_courses` (
	`course_id` text PRIMARY KEY NOT NULL,
	`paused` integer DEFAULT false NOT NULL,
	`error` text,
	`requested_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`number` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`args` text NOT NULL,
	`made_at_ms` integer NOT NULL,
	`sent` integer DEFAULT false NOT NULL,
	`fold_key` text
);
--> statement-breakpoint
CREATE INDEX `outbox_fold_key_idx` ON `outbox` (`fold_key`);--> statement-breakpoint
CREATE TABLE `shape_cursors` (
	`name` text NOT NULL,
	`course_id` text NOT NULL,
	`handle` text,
	`offset` text NOT NULL,
	`up_to_date` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`name`, `course_id`)
);
--> statement-breakpoint
CREATE TABLE `shape_groups` (
	`group_name` text NOT NULL,
	`course_id` text NOT NULL,
	`verified_version` integer,
	`verified_at_ms` integer,
	PRIMARY KEY(`group_name`, `course_id`)
);
--> statement-breakpoint
CREATE TABLE `staged_rows` (
	`scope` text NOT NULL,
	`table_name` text NOT NULL,
	`row_id` text NOT NULL,
	`row` text NOT NULL,
	PRIMARY KEY(`scope`, `table_name`, `row_id`)
);
