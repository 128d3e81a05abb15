"""Stories: what people write and tap, in the words on the buttons, and what must then be seen.

One text is a demo on the page, a test over HTTP and the maker of pictures. The form is described in
docs/reference/stories.md.
"""
