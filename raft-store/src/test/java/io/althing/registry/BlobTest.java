package io.althing.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BlobTest {
    private static final Blob ABC = Blob.of("abc".getBytes(StandardCharsets.US_ASCII));

    @Test
    void changing_the_array_given_or_taken_does_not_change_the_blob() {
        byte[] given = {1, 2};
        Blob blob = Blob.of(given);
        given[0] = 9;
        blob.bytes()[1] = 9;

        assertThat(blob).isEqualTo(Blob.of(new byte[]{1, 2})).hasSameHashCodeAs(Blob.of(new byte[]{1, 2}));
    }

    /** FIPS 180-2, appendix B.1. */
    @Test
    void its_digest_is_sha_256() {
        assertThat(ABC.digest().value())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void base64_goes_there_and_back_and_refuses_anything_else() {
        assertThat(ABC.base64()).isEqualTo("YWJj");
        assertThat(Blob.ofBase64("YWJj")).isEqualTo(ABC);
        assertThatThrownBy(() -> Blob.ofBase64("YW-j")).isInstanceOf(IllegalArgumentException.class);
    }
}
