"""The course's pytest plugin, loaded for tests/ and notebooks/ alike."""

pytest_plugins = ["tests.harness.plugin"]
