CREATE TABLE "sync_requests" (
	"client_id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sync_requests" ADD CONSTRAINT "sync_requests_client_id_sync_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."sync_clients"("id") ON DELETE cascade ON UPDATE no action;