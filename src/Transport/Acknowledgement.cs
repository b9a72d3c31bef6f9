namespace MGen.Transport;

/// <summary>The kernel's information on the delivery of sent bytes.</summary>
/// <param name="Bytes">Bytes that the peer's kernel has acknowledged; -1 if unknown.</param>
/// <param name="IsFinal">
/// Whether no further acknowledgement can arrive: everything is acknowledged, the TCP connection has ended on both
/// sides, or it was reset.
/// </param>
/// <param name="Presumed">
/// For a connection that was reset: bytes that were sent and whose acknowledgement was not overdue. The peer's kernel
/// may have received those beyond <paramref name="Bytes"/>, since it may delay an acknowledgement for 40 ms and more. 0
/// otherwise, and if unknown.
/// </param>
public readonly record struct Acknowledgement(long Bytes, bool IsFinal, long Presumed = 0);
