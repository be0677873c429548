package io.althing.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.canary.ReferenceProfile;
import io.althing.canary.ReferenceSketch;
import io.althing.codec.RecordJson;
import io.althing.registry.Blob;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReferenceBlobTest {
    private final RecordJson json = new RecordJson();

    private static ReferenceProfile trained(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return ReferenceProfile.of(List.of(
                ReferenceSketch.of("age", DoubleStream.generate(() -> 90 * random.nextDouble()).limit(500).toArray()),
                ReferenceSketch.of("score", DoubleStream.generate(random::nextGaussian).limit(500).toArray())));
    }

    @Test
    void a_profile_is_named_by_its_digest_and_read_back_whole() {
        Blob blob = ReferenceBlob.write(json, trained(1));
        assertThat(ReferenceBlob.read(json, blob)).isEqualTo(trained(1));
        assertThat(ReferenceBlob.write(json, trained(1)).digest()).isEqualTo(blob.digest());
        assertThat(ReferenceBlob.write(json, trained(2)).digest()).isNotEqualTo(blob.digest());
    }

    @Test
    void a_quantity_that_begins_at_zero_is_read_back_too() {
        ReferenceProfile pixels = ReferenceProfile.of(List.of(
                ReferenceSketch.of("input[0]", IntStream.range(0, 100).mapToDouble(i -> i % 17).toArray()),
                ReferenceSketch.of("input[1]", IntStream.range(0, 100).mapToDouble(i -> i * 1e-320).toArray())));
        assertThat(ReferenceBlob.read(json, ReferenceBlob.write(json, pixels))).isEqualTo(pixels);
    }

    @Test
    void bytes_that_are_no_profile_are_refused() {
        Blob blob = Blob.of("[]".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ReferenceBlob.read(json, blob)).isInstanceOf(RecordJson.Problem.class);
    }
}
