package io.althing.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SyncDrillTest {
    @Test
    void counts_the_calls_of_both_kinds_in_straces_table() {
        String table = """
                strace: Process 4711 attached with 60 threads
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 99.90    2.345678        1234      1900           fdatasync
                  0.10    0.001234         617         2         1 fsync
                ------ ----------- ----------- --------- --------- ----------------
                100.00    2.346912        1233      1902         1 total
                """;
        assertThat(SyncDrill.syncs(table)).isEqualTo(1902);
    }

    @Test
    void a_table_without_calls_counts_none() {
        assertThat(SyncDrill.syncs("strace: Process 4711 attached\n")).isZero();
    }
}
