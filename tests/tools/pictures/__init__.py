"""The drawings of the sample shop: SVG made from a few shapes and one palette."""
