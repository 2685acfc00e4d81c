"""What the lessons call: data, evidence, mechanics, figures, apps and the course itself."""
