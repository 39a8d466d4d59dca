/** The log: {@code KafkaEventLog} writes usage events, {@code MeterTable} follows the meters. */
package io.tallystick.ingest.stream;
