"""Read an issued plan into a typed Plan.

The pipeline, one small file per step: `text` (clean lines) -> `blocks` (paragraphs, page breaks, footnotes) ->
`outline` (the tree of sections) -> `document`, `targets`, `duties` (facts, each with its source lines) -> `questions`
(what a person must decide) -> `read` (the door).
"""
