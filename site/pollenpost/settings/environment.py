"""Where the program lies, where it writes, and the environment that says what differs between machines."""

from pathlib import Path

from environs import Env

ROOT = Path(__file__).resolve().parents[3]
env = Env()
env.read_env(ROOT / ".env", recurse=False)

# Everything the program writes lives here.
VAR = Path(env.str("POLLENPOST_VAR", default=str(ROOT / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)
