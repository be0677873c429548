package io.althing.demo.digits;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.althing.registry.Sha256;
import org.tribuo.ONNXExportable;

/** A model in ONNX form. Equal training gives equal bytes: what Tribuo notes about the time and machine of a training is left out. */
public final class OnnxFile {
    private static final String DOMAIN = "io.althing.demo.digits";

    private final byte[] bytes;
    private final Sha256 sha256;

    private OnnxFile(byte[] bytes) {
        this.bytes = bytes;
        this.sha256 = Digits.digestOf(bytes);
    }

    static OnnxFile of(ONNXExportable model, long number) {
        ModelProto exported = model.exportONNXModel(DOMAIN, number);
        return new OnnxFile(exported.toBuilder().clearMetadataProps().clearDocString().build().toByteArray());
    }

    /** A copy of the file's bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The digest of the bytes. */
    public Sha256 sha256() {
        return sha256;
    }

    /** The file's size in bytes. */
    public int size() {
        return bytes.length;
    }
}
