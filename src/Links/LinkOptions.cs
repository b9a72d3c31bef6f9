using System.Net;

namespace MGen.Links;

/// <summary>Where a member's links listen.</summary>
/// <param name="ClusterId">The cluster; links from other clusters are refused.</param>
/// <param name="EndPoint">The address; port 0 selects a free one.</param>
public sealed record LinkOptions(string ClusterId, IPEndPoint EndPoint);
