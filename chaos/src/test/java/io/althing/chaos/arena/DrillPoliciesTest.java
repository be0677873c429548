package io.althing.chaos.arena;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DrillPoliciesTest {
    @Test
    void every_file_of_a_drill_is_a_good_one(@TempDir Path dir) throws IOException {
        for (String file : new String[]{DrillPolicies.region("eu-west"), DrillPolicies.edited("eu-west", 7),
                DrillPolicies.reckless("eu-west")}) {
            assertThat(PolicyFile.read(Files.writeString(dir.resolve("policy.yaml"), file)))
                    .isInstanceOf(PolicyFile.Result.ForRegion.class);
        }
        assertThat(PolicyFile.read(Files.writeString(dir.resolve("global.yaml"), DrillPolicies.global())))
                .isInstanceOf(PolicyFile.Result.ForAll.class);
    }

    @Test
    void edits_and_a_reckless_file_differ_from_the_first() {
        assertThat(DrillPolicies.edited("eu-west", 2)).isNotEqualTo(DrillPolicies.region("eu-west"));
        assertThat(DrillPolicies.reckless("eu-west")).contains("allAtOnce").doesNotContain("setWeight");
    }
}
