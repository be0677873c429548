package io.althing.foresight;

import io.althing.canary.ReferenceProfile;
import io.althing.codec.RecordJson;
import io.althing.registry.Blob;

/** A reference profile as bytes named by their digest: canonical JSON, the same on every machine. */
public final class ReferenceBlob {
    /** The name of the artifact of a version that holds its profile. */
    public static final String NAME = "reference-profile.json";

    private ReferenceBlob() {}

    /** The profile's bytes and digest. */
    public static Blob write(RecordJson json, ReferenceProfile profile) {
        return Blob.of(json.write(ReferenceProfile.class, profile));
    }

    /** @throws RecordJson.Problem if the bytes are no such profile; the problem names the field */
    public static ReferenceProfile read(RecordJson json, Blob blob) {
        return json.read(ReferenceProfile.class, blob.bytes(), RecordJson.Reading.TOLERANT);
    }
}
