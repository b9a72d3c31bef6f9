namespace MGen.Transport;

/// <summary>What the kernel knows of the way of sent bytes.</summary>
/// <param name="Bytes">Bytes that the peer's kernel has acknowledged; -1 where that cannot be known.</param>
/// <param name="IsFinal">Whether nothing is under way that could still be acknowledged: all was, or the TCP connection has ended on both sides, or it was reset.</param>
/// <param name="Presumed">
/// Of a connection that was reset: bytes that have been on the wire and whose acknowledgement was not overdue. The peer's kernel may have had those beyond
/// <paramref name="Bytes"/>: it may delay an acknowledgement for 40 ms and more. 0 otherwise, and where that cannot be known.
/// </param>
public readonly record struct Acknowledgement(long Bytes, bool IsFinal, long Presumed = 0);
