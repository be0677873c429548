package io.althing.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.registry.Region;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PortsTest {
    private static final List<Region> REGIONS = List.of(new Region("a"), new Region("b"), new Region("c"));

    @Test
    void no_two_things_share_a_port() {
        Ports ports = new Ports(7700, REGIONS);
        List<Integer> all = new ArrayList<>(List.of(ports.control()));
        for (Region from : REGIONS) {
            all.addAll(List.of(ports.api(from), ports.gateway(from), ports.raft(from)));
            REGIONS.stream().filter(to -> !to.equals(from))
                    .forEach(to -> all.addAll(List.of(ports.raftRelay(from, to), ports.apiRelay(from, to))));
        }
        assertThat(all).doesNotHaveDuplicates().allMatch(port -> port >= 7700 && port < 7730);
    }

    @Test
    void a_base_that_leaves_no_room_is_refused_with_its_bounds() {
        assertThatThrownBy(() -> new Ports(65_530, REGIONS)).hasMessageContaining("1024 to 65505");
    }
}
