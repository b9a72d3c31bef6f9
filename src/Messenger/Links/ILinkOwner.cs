using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>The conversation as its link sees it. All calls come on the link's turns, one after the other.</summary>
internal interface ILinkOwner
{
    /// <summary>The link can be used: wake it when there is something to send.</summary>
    void OnLinkReady(ServerLink link);

    /// <summary>The link has ended.</summary>
    void OnLinkDown();

    /// <summary>No server can be reached, now or later: there will be no link any more.</summary>
    void OnGivenUp();

    /// <summary>A frame arrived.</summary>
    /// <returns>Whether it is meant for this conversation; if not, the link is at fault and ends.</returns>
    bool OnFrame(in Frame frame);

    /// <summary>The server has forgotten the session: others may send again what had arrived here before.</summary>
    void OnSessionLost();

    /// <summary>A message is being written to a link for the first time.</summary>
    void OnFirstWrite(in OutgoingFrame message);
}
