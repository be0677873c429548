package io.althing.chaos.failpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.chaos.drill.Processes;
import io.althing.chaos.fault.Faults;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FailpointsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private static byte[] bytes(String type) throws Exception {
        try (InputStream in = FailpointsTest.class.getResourceAsStream("/" + type.replace('.', '/') + ".class")) {
            return Objects.requireNonNull(in, type).readAllBytes();
        }
    }

    @Test
    void every_failpoint_names_a_method_that_is_there_and_is_woven_into_it() throws Exception {
        for (Failpoint point : Failpoint.all()) {
            byte[] shipped = bytes(point.type());
            byte[] woven = Objects.requireNonNull(
                    FailpointAgent.woven(getClass().getClassLoader(), point.type(), shipped), point.name());
            assertThat(Arrays.stream(Class.forName(point.type()).getDeclaredMethods()).map(Method::getName))
                    .as(point.name()).contains(point.method());
            assertThat(text(woven)).contains("failpoint/Armed");
            assertThat(text(shipped)).doesNotContain("failpoint");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_class_without_failpoints_is_left_as_it_is() throws Exception {
        assertThat(FailpointAgent.woven(getClass().getClassLoader(), "io.althing.raft.Proposer",
                bytes("io.althing.raft.Proposer"))).isNull();
    }

    @Test
    void each_has_a_fault_of_its_name() {
        assertThat(Failpoint.all()).extracting(Failpoint::name).doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(Faults.named("failpoint-" + name).does()).startsWith("ends "));
    }

    private int exit(int armed) throws Exception {
        Path file = directory.resolve("failpoint");
        Files.write(file, ByteBuffer.allocate(Integer.BYTES).putInt(armed).array());
        try (Processes processes = new Processes()) {
            return processes.start("passer", directory.resolve("passer.log"),
                    Processes.java(List.of("-D" + Armed.PROPERTY + "=" + file), Passer.class.getName(), "3"))
                    .exitCode(PATIENCE).orElseThrow();
        }
    }

    @Test
    void a_process_ends_at_the_armed_one_and_passes_the_others() throws Exception {
        assertThat(exit(3)).isEqualTo(Armed.EXIT);
        assertThat(exit(4)).isZero();
        assertThat(exit(Armed.NONE)).isZero();
    }

    /** A process that comes to a failpoint and goes on. */
    static final class Passer {
        private Passer() {}

        public static void main(String[] arguments) {
            Armed.passed(Integer.parseInt(arguments[0]));
        }
    }
}
