package io.althing.serving;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.nio.file.Path;

/** Whatever can run models. Safe for use by several threads. */
public interface ModelRuntime extends AutoCloseable {
    /**
     * Makes a version ready to be asked. Blocks until it is; loading the same version twice gives two independent handles.
     *
     * @param artifact the version's file, unchanged while the handle is open; a runtime that holds its own copy ignores it
     * @throws ModelLoadException if it cannot be served; nothing stays behind
     */
    LoadedModel load(ModelName model, VersionId version, Path artifact) throws ModelLoadException;

    /** What kind of runtime this is, in the protocol's {@code platform} field, such as {@code onnxruntime}. */
    String platform();

    /** Frees what the runtime itself holds; handles still open are to be closed before. */
    @Override
    void close();
}
