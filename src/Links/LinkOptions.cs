using System.Net;

namespace MGen.Links;

/// <summary>Where a member's links listen.</summary>
/// <param name="ClusterId">Which cluster: links to others are refused.</param>
/// <param name="EndPoint">The address; port 0: a free one.</param>
public sealed record LinkOptions(string ClusterId, IPEndPoint EndPoint);
