using System.Numerics;
using MGen.Fitting.Chats;

namespace MGen.Fitting.Spells;

/// <summary>The expected number of each of the machine's moves and draws, given the observations.</summary>
/// <param name="keepsValues">Whether distributions will be built from this tally.</param>
internal sealed class SpellTally(bool keepsValues)
{
    /// <summary>
    /// Number of never-ending delays that are added to each kind of delay while active. It keeps the probability of a
    /// longer delay positive.
    /// </summary>
    private const double Endless = 0.5;

    /// <summary>The idle delays (i).</summary>
    public DelayTally IdleDelay { get; } = new(keepsValues, endless: 0);

    /// <summary>The delays after a message sent (a_s).</summary>
    public DelayTally AfterSend { get; } = new(keepsValues, Endless);

    /// <summary>The delays after a message received (a_r).</summary>
    public DelayTally AfterReceive { get; } = new(keepsValues, Endless);

    /// <summary>Number of spells by timeout.</summary>
    public double[] Timeouts { get; } = new double[TimeoutGrid.Count];

    /// <summary>Number of messages sent while idle.</summary>
    public double SentWhileIdle { get; private set; }

    /// <summary>Number of messages sent while idle that made the user active.</summary>
    public double ActivatedBySend { get; private set; }

    /// <summary>Number of messages received while idle.</summary>
    public double ReceivedWhileIdle { get; private set; }

    /// <summary>Number of messages received while idle that made the user active.</summary>
    public double ActivatedByReceive { get; private set; }

    /// <summary>Log-likelihood of all observations.</summary>
    public double LogLikelihood { get; set; }

    /// <summary>The delays after a message sent (a_s) or received (a_r).</summary>
    public DelayTally After(bool own) => own ? AfterSend : AfterReceive;

    /// <summary>Adds a message sent or received while idle.</summary>
    /// <param name="own">Whether it was sent.</param>
    /// <param name="idle">Probability that the user was idle.</param>
    /// <param name="activated">Probability that the user was idle and became active.</param>
    public void AddIdle(bool own, double idle, double activated)
    {
        if (own)
        {
            SentWhileIdle = SentWhileIdle + idle;
            ActivatedBySend = ActivatedBySend + activated;
        }
        else
        {
            ReceivedWhileIdle = ReceivedWhileIdle + idle;
            ActivatedByReceive = ActivatedByReceive + activated;
        }
    }
}

/// <summary>A part of a chat from the view of one user: the times of messages sent and received.</summary>
internal sealed class ChatEvents
{
    /// <summary>
    /// Largest number of events. Longer chats are divided, so that memory does not grow with them; each part begins
    /// with the user idle.
    /// </summary>
    public const int Most = 20_000;

    private readonly double[] _seconds;
    private readonly bool[] _isOwn;

    private ChatEvents(ReadOnlySpan<ChatMessage> messages, int user, long end)
    {
        long start = messages[0].UnixMilliseconds;
        _seconds = new double[messages.Length + 1];
        _isOwn = new bool[messages.Length];
        for (int i = 0; i < messages.Length; i++)
            (_seconds[i], _isOwn[i]) = ((messages[i].UnixMilliseconds - start) / 1_000.0, messages[i].Author == user);
        _seconds[^1] = (end - start) / 1_000.0;
        int first = Array.IndexOf(_isOwn, true);
        FirstOwn = first < 0 ? messages.Length : first;
    }

    public int Count => _isOwn.Length;

    /// <summary>
    /// Index of the user's first message; <see cref="Count"/> if there is none. How long the user had been idle before
    /// that message is unknown.
    /// </summary>
    public int FirstOwn { get; }

    /// <summary>Divides a chat into parts of at most <see cref="Most"/> events.</summary>
    public static IEnumerable<ChatEvents> Split(UserInChat part)
    {
        ChatMessage[] messages = part.Chat.Messages;
        int user = messages[part.Own[0]].Author;
        for (int from = 0; from < messages.Length; from += Most)
        {
            int to = Math.Min(from + Most, messages.Length);
            long end = to < messages.Length ? messages[to].UnixMilliseconds : part.Chat.EndUnixMilliseconds;
            yield return new ChatEvents(messages.AsSpan(from..to), user, end);
        }
    }

    /// <summary>Time of an event, in seconds since the first one.</summary>
    public double Seconds(int index) => _seconds[index];

    /// <summary>Whether the user sent the message; otherwise the user received it.</summary>
    public bool IsOwn(int index) => _isOwn[index];

    /// <summary>Time from an event to the next one, or to the end of the part of the chat; in seconds.</summary>
    public double Gap(int index) => Math.Max(_seconds[index + 1] - _seconds[index], 0);
}

/// <summary>
/// Vectorised sums and products over the timeouts of <see cref="TimeoutGrid"/>: the innermost loops of the training.
/// </summary>
internal static class ActiveWeights
{
    public static double Sum(ReadOnlySpan<double> a)
    {
        Vector<double> sum = Vector<double>.Zero;
        int k = 0;
        for (; k + Vector<double>.Count <= a.Length; k += Vector<double>.Count)
            sum += new Vector<double>(a[k..]);
        double total = Vector.Sum(sum);
        for (; k < a.Length; k++)
            total += a[k];
        return total;
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sum = Vector<double>.Zero;
        int k = 0;
        for (; k + Vector<double>.Count <= a.Length; k += Vector<double>.Count)
            sum += new Vector<double>(a[k..]) * new Vector<double>(b[k..]);
        double total = Vector.Sum(sum);
        for (; k < a.Length; k++)
            total += a[k] * b[k];
        return total;
    }

    /// <paramref name="into"/> = <paramref name="a"/> times <paramref name="factor"/>; both may be the same memory.
    public static void Scale(ReadOnlySpan<double> a, double factor, Span<double> into)
    {
        int k = 0;
        for (; k + Vector<double>.Count <= a.Length; k += Vector<double>.Count)
            (new Vector<double>(a[k..]) * factor).CopyTo(into[k..]);
        for (; k < a.Length; k++)
            into[k] = a[k] * factor;
    }

    /// <paramref name="into"/> += <paramref name="a"/> times <paramref name="factor"/>.
    public static void AddScaled(ReadOnlySpan<double> a, double factor, Span<double> into)
    {
        int k = 0;
        for (; k + Vector<double>.Count <= a.Length; k += Vector<double>.Count)
            (new Vector<double>(into[k..]) + (new Vector<double>(a[k..]) * factor)).CopyTo(into[k..]);
        for (; k < a.Length; k++)
            into[k] += a[k] * factor;
    }
}
