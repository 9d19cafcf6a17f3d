"""What a page costs. `make bench`; docs/reference/performance.md says what is measured and holds the last figures."""
