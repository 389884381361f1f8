"""Alembic's way in: runs the migrations on the connection that pipelines.store hands over, in its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
