package io.althing.registry;

/**
 * One file of a version, named by what is in it.
 *
 * @param name file name within the version, for example {@code model.onnx}
 * @param format {@code onnx} or another runtime's word
 * @param size bytes
 */
public record Artifact(String name, String format, Sha256 digest, long size) {
    /** @throws IllegalArgumentException if name or format is blank or size is negative */
    public Artifact {
        if (name.isBlank() || format.isBlank()) {
            throw new IllegalArgumentException("an artifact needs a name and a format");
        }
        if (size < 0) {
            throw new IllegalArgumentException("an artifact's size must be 0 or more bytes");
        }
    }
}
