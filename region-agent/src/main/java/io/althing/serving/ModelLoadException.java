package io.althing.serving;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;

/** A version could not be made ready to serve. The message names it, says why, and what to do. */
public final class ModelLoadException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param why a clause without a full stop, remedy included */
    public ModelLoadException(ModelName model, VersionId version, String why) {
        super("version '" + version + "' of model '" + model + "' cannot be served: " + why);
    }

    /** @param why a clause without a full stop, remedy included */
    public ModelLoadException(ModelName model, VersionId version, String why, Throwable cause) {
        super("version '" + version + "' of model '" + model + "' cannot be served: " + why, cause);
    }
}
