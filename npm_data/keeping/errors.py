"""Why a change of the register is refused, as codes that the interface turns into sentences."""


class KeepingError(Exception):
    """Nothing was changed; `reason` is a message of the catalogue `keeping`.

    Reasons: `not_confirmed` (a change that must be confirmed was not), `changed_meanwhile`
    (another version has come since the difference was shown), `has_errors`, `version_gone`,
    `no_register` (there is none yet to add to).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
