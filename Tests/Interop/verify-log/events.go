package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// What an entry promises about an event.
type entry struct {
	At       string
	Digest   string
	Epoch    int64
	ID       string
	Kind     string
	Log      string
	Meta     string
	Position int64
	V        int
}

func readEntry(text []byte) (entry, error) {
	var said entry
	return said, json.Unmarshal(text, &said)
}

// An event as an audit bundle has it; what is not there was null.
type event struct {
	Actor, CausationID, Organization, Module, PolicyVersion *string
	CommandID, CorrelationID, Jurisdiction, StreamID        string
	OccurredAt, RecordedAt, StreamKind, Type, EventID       string
	OccurredOnDateOnly                                      bool
	Payload                                                 *string
	Digest, Salt                                            []byte
	Position, SchemaVersion, StreamVersion                  int64
}

// Every event of an audit bundle must be the one that its entry promises: payload and salt by one digest, all other
// columns by the other. A payload that was destroyed by order is counted, not hidden.
func (log *publishedLog) checkEvents(entries [][]byte) error {
	files, err := filepath.Glob(log.folder + "/events/*.jsonl")
	if err != nil || len(files) == 0 {
		return err
	}
	checked, destroyed := 0, 0
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			var event event
			if err := json.Unmarshal(lines.Bytes(), &event); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if event.Position < 0 || event.Position+log.offset >= int64(len(entries)) {
				return fmt.Errorf("event %d: the log has no such entry", event.Position)
			}
			said, err := readEntry(entries[event.Position+log.offset])
			if err != nil {
				return err
			}
			if err := event.check(said); err != nil {
				return fmt.Errorf("event %d: %w", event.Position, err)
			}
			checked++
			if event.Payload == nil {
				destroyed++
			}
		}
		if err := lines.Err(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	fmt.Printf("events: %d match their entries (%d without a payload)\n", checked, destroyed)
	return nil
}

func (event *event) check(said entry) error {
	if strings.ToLower(event.EventID) != said.ID || event.RecordedAt != said.At {
		return fmt.Errorf("its id or recording time is not that of its entry")
	}
	if fmt.Sprintf("sha256:%x", event.Digest) != said.Digest {
		return fmt.Errorf("its digest is not that of its entry")
	}
	if event.Payload == nil {
		return nil
	}
	salt := sha256.Sum256(append([]byte("meta"), event.Salt...))
	if digest(append(salt[:], event.columns()...)) != said.Meta {
		return fmt.Errorf("its columns are not those that its entry promises")
	}
	if digest(append(append([]byte{}, event.Salt...), *event.Payload...)) != said.Digest {
		return fmt.Errorf("its payload is not the one that its entry promises")
	}
	return nil
}

func digest(data []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(data)) }

// The canonical JSON of all columns but those that the entry shows: keys in order, no space (RFC 8785).
func (event *event) columns() []byte {
	lower := func(id *string) *string {
		if id == nil {
			return nil
		}
		text := strings.ToLower(*id)
		return &text
	}
	fields := []struct {
		key   string
		value any
	}{
		{"actor", lower(event.Actor)}, {"causationId", lower(event.CausationID)}, {"commandId", lower(&event.CommandID)},
		{"correlationId", lower(&event.CorrelationID)}, {"jurisdiction", &event.Jurisdiction}, {"module", event.Module},
		{"occurredAt", &event.OccurredAt}, {"occurredOnDateOnly", event.OccurredOnDateOnly},
		{"organization", lower(event.Organization)}, {"policyVersion", event.PolicyVersion},
		{"schemaVersion", event.SchemaVersion}, {"streamId", lower(&event.StreamID)}, {"streamKind", &event.StreamKind},
		{"streamVersion", event.StreamVersion}, {"type", &event.Type},
	}
	var text bytes.Buffer
	for i, field := range fields {
		separator := ","
		if i == 0 {
			separator = "{"
		}
		fmt.Fprintf(&text, "%s%q:", separator, field.key)
		if value, isText := field.value.(*string); isText {
			quote(&text, value)
		} else {
			fmt.Fprint(&text, field.value)
		}
	}
	text.WriteByte('}')
	return text.Bytes()
}

// Go's own JSON writer escapes more than RFC 8785 does.
func quote(text *bytes.Buffer, value *string) {
	if value == nil {
		text.WriteString("null")
		return
	}
	text.WriteByte('"')
	for _, character := range []byte(*value) {
		switch {
		case character == '"' || character == '\\':
			text.WriteByte('\\')
			text.WriteByte(character)
		case character < 0x20:
			if i := strings.IndexByte("\b\t\n\f\r", character); i >= 0 {
				text.WriteByte('\\')
				text.WriteByte("btnfr"[i])
			} else {
				fmt.Fprintf(text, "\\u%04x", character)
			}
		default:
			text.WriteByte(character)
		}
	}
	text.WriteByte('"')
}
