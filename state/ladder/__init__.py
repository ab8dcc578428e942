"""The ladder of letters over assignments: steps, pauses, holds, extensions, rehearsal, explanation."""
