"""Read by JupyterLab instead of the server settings in ~/.jupyter."""

import os

get_config().IdentityProvider.token = os.environ["JUPYTER_TOKEN"]  # noqa: F821
