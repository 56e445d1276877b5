from migrations.derived.files import derived

for path, text in derived().items():
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
