"""What do we know? Tables, migrations, one store per aggregate, the append-only event log, settings."""
