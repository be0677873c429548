package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BucketingTest {
    /** Vectors published for MurmurHash3_x86_32 (https://stackoverflow.com/a/31929528, and SMHasher's own). */
    @ParameterizedTest
    @CsvSource({"'', 0, 0", "'', 1, 514e28b7", "'', ffffffff, 81f16f39", "ffffffff, 0, 76293b50",
            "21436587, 0, f55b516b", "21436587, 5082edee, 2362f9de", "214365, 0, 7e4a8634", "2143, 0, a0f7b07a",
            "21, 0, 72661cf4", "00000000, 0, 2362f9de", "000000, 0, 85f0b427", "0000, 0, 30f4c306", "00, 0, 514e28b7",
            "61616161, 9747b28c, 5a97808a", "48656c6c6f2c20776f726c6421, 9747b28c, 24884cba"})
    void the_hash_is_murmur3_as_published(String bytes, String seed, String hash) {
        assertThat(Bucketing.murmur3(HexFormat.of().parseHex(bytes), Integer.parseUnsignedInt(seed, 16)))
                .isEqualTo(Integer.parseUnsignedInt(hash, 16));
    }

    @Test
    void every_conformance_vector_holds() throws IOException {
        List<String> vectors = vectors();
        assertThat(vectors).hasSize(60).allSatisfy(line -> {
            String[] fields = line.split(",", -1);
            assertThat(Bucketing.bucket(fields[0], fields[1])).as(line).isEqualTo(Integer.parseInt(fields[3]));
        });
    }

    @Test
    void a_growing_weight_only_adds_units_and_zero_reaches_nobody() {
        List<String> units = IntStream.range(0, 2000).mapToObj(i -> "user-" + i).toList();
        List<String> before = List.of();
        for (int weight : new int[]{0, 1, 100, 500, 2500, 5000, 10_000}) {
            List<String> in = units.stream().filter(unit -> Bucketing.bucket("salt", unit) < weight).toList();
            assertThat(in).containsAll(before);
            before = in;
            if (weight == 0) {
                assertThat(in).isEmpty();
            }
        }
        assertThat(before).isEqualTo(units);
    }

    @Test
    void units_spread_evenly_and_another_salt_chooses_others() {
        int units = 100_000;
        long first = IntStream.range(0, units).filter(i -> Bucketing.bucket("a", "u" + i) < 500).count();
        long both = IntStream.range(0, units)
                .filter(i -> Bucketing.bucket("a", "u" + i) < 500 && Bucketing.bucket("b", "u" + i) < 500).count();

        assertThat(first).isBetween(4_700L, 5_300L);
        assertThat(both).isBetween(180L, 320L);
    }

    private static List<String> vectors() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(BucketingTest.class.getResourceAsStream("bucketing-vectors.csv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
