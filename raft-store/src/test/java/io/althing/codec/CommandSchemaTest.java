package io.althing.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.Command;
import io.althing.registry.NodeId;
import io.althing.registry.Papers;
import io.althing.registry.Proposal;
import io.althing.registry.Table;
import io.althing.registry.Town;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommandSchemaTest {
    @Test
    void every_command_has_its_message_and_every_message_its_command() {
        assertThat(ProtoMapper.mismatches(Command.class, io.althing.codec.proto.Command.getDescriptor())).isEmpty();
        assertThat(ProtoMapper.mismatches(Envelope.class, io.althing.codec.proto.Envelope.getDescriptor())).isEmpty();
    }

    @Test
    void a_proposal_comes_back_as_it_was_and_its_body_does_not_depend_on_who_took_it() {
        var codec = new ProposalCodec();
        var here = new Proposal("r", Town.agent(Town.AP), new NodeId("here"), Optional.of(7L), Papers.policy(Town.AP));
        var there = new Proposal("r", Town.agent(Town.AP), new NodeId("there"), Optional.of(7L),
                Papers.policy(Town.AP));
        ProposalCodec.Decoded decoded = codec.decode(codec.encode(here));
        assertThat(decoded.proposal()).isEqualTo(here);
        assertThat(codec.decode(codec.encode(there)).body()).isEqualTo(decoded.body());
        var other = new Proposal("r", Town.agent(Town.AP), new NodeId("here"), Optional.empty(),
                Papers.policy(Town.AP));
        assertThat(codec.decode(codec.encode(other)).body()).isNotEqualTo(decoded.body());
    }

    @Test
    void every_table_is_listed_once() throws IllegalAccessException {
        var declared = new TreeSet<String>();
        for (Field field : Table.class.getFields()) {
            if (field.getType() == Table.class) {
                declared.add(((Table<?>) field.get(null)).name());
            }
        }
        assertThat(Table.all()).extracting(Table::name).containsExactlyInAnyOrderElementsOf(declared);
    }
}
