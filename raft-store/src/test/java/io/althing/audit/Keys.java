package io.althing.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** The public test keys of the vectors. */
final class Keys {
    static final JsonNode NOTES = Vectors.ALL.get("signed_note");
    static final String ORIGIN = NOTES.get("origin").asText();
    static final NoteSigner LOG = signer(ORIGIN, KeyType.ED25519, NOTES.get("log_seed"));
    static final List<NoteSigner> REGIONS = List.of(region(0), region(1), region(2));

    private Keys() {}

    private static NoteSigner region(int i) {
        JsonNode witness = NOTES.get("witnesses").get(i);
        return signer(witness.get("name").asText(), KeyType.COSIGNATURE_V1, witness.get("seed"));
    }

    private static NoteSigner signer(String name, KeyType type, JsonNode seed) {
        return new NoteSigner(name, type, HexFormat.of().parseHex(seed.asText()));
    }

    static byte[] note(String field) {
        return utf8(NOTES.get(field).asText());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static TrustPolicy twoOfThree() {
        return TrustPolicy.parse(note("policy_2_of_3"));
    }
}
