"""Read by JupyterLab instead of the server settings in ~/.jupyter."""

import os

config = get_config()  # noqa: F821
config.IdentityProvider.token = os.environ["JUPYTER_TOKEN"]
# It would start npm, where there is one, and that writes into the user's home.
config.LanguageServerManager.autodetect = False
