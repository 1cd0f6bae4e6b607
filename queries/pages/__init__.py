"""Pages: one self-contained HTML file each, in English and Traditional Chinese."""
