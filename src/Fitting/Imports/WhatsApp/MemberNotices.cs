using System.Buffers;
using MGen.Fitting.Imports.Membership;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// What WhatsApp's notices say about the members of a group, in English, German, Spanish, French, Portuguese, Italian
/// and Dutch: who created it, was added, joined, left or was removed. Notices name neither the first members nor the
/// phone's owner ("you"), so the number of names is a lower bound.
/// </summary>
internal static class MemberNotices
{
    /// <summary>Prefix of the identities of WhatsApp's members, among those of all inputs.</summary>
    public const string IdentityPrefix = "whatsapp:";

    private enum Kind
    {
        /// <summary>The second name becomes a member, added by the first one.</summary>
        Added,

        /// <summary>The name becomes a member.</summary>
        Joined,

        /// <summary>The second name is no longer a member.</summary>
        Removed,

        /// <summary>The name is no longer a member.</summary>
        Left,

        /// <summary>The name is a member; only groups have such notices.</summary>
        Group,
    }

    /// <summary>
    /// For each pattern: the words between two names or after the only name, and the words after the second name. The
    /// words of <see cref="Kind.Left"/> end the notice. The first pattern that matches decides.
    /// </summary>
    private static readonly (Kind Kind, string Middle, string End)[] Patterns =
    [
        (Kind.Added, " added ", ""),
        (Kind.Added, " hat ", " hinzugefügt"),
        (Kind.Added, " añadió a ", ""),
        (Kind.Added, " agregó a ", ""),
        (Kind.Added, " a ajouté ", ""),
        (Kind.Added, " adicionou ", ""),
        (Kind.Added, " ha aggiunto ", ""),
        (Kind.Added, " heeft ", " toegevoegd"),
        (Kind.Removed, " removed ", ""),
        (Kind.Removed, " hat ", " entfernt"),
        (Kind.Removed, " eliminó a ", ""),
        (Kind.Removed, " a retiré ", ""),
        (Kind.Removed, " a supprimé ", ""),
        (Kind.Removed, " removeu ", ""),
        (Kind.Removed, " ha rimosso ", ""),
        (Kind.Removed, " heeft ", " verwijderd"),
        (Kind.Joined, " joined using ", ""),
        (Kind.Joined, " joined from the community", ""),
        (Kind.Joined, " was added", ""),
        (Kind.Joined, " ist ", " beigetreten"),
        (Kind.Joined, " wurde hinzugefügt", ""),
        (Kind.Joined, " se unió usando ", ""),
        (Kind.Joined, " se unió con ", ""),
        (Kind.Joined, " a rejoint ", ""),
        (Kind.Joined, " entrou usando ", ""),
        (Kind.Joined, " si è unito ", ""),
        (Kind.Joined, " si è unita ", ""),
        (Kind.Joined, " is lid geworden ", ""),
        (Kind.Left, " left", ""),
        (Kind.Left, " was removed", ""),
        (Kind.Left, " hat die Gruppe verlassen", ""),
        (Kind.Left, " wurde entfernt", ""),
        (Kind.Left, " salió del grupo", ""),
        (Kind.Left, " salió", ""),
        (Kind.Left, " est parti", ""),
        (Kind.Left, " est partie", ""),
        (Kind.Left, " a quitté le groupe", ""),
        (Kind.Left, " saiu", ""),
        (Kind.Left, " saiu do grupo", ""),
        (Kind.Left, " è uscito", ""),
        (Kind.Left, " è uscita", ""),
        (Kind.Left, " ha abbandonato", ""),
        (Kind.Left, " ha abbandonato il gruppo", ""),
        (Kind.Left, " heeft de groep verlaten", ""),
        (Kind.Group, " created group ", ""),
        (Kind.Group, " created this group", ""),
        (Kind.Group, " changed the group ", ""),
        (Kind.Group, " changed this group's ", ""),
        (Kind.Group, " hat die Gruppe ", ""),
        (Kind.Group, " creó el grupo ", ""),
        (Kind.Group, " creó este grupo", ""),
        (Kind.Group, " a créé le groupe ", ""),
        (Kind.Group, " a créé ce groupe", ""),
        (Kind.Group, " criou o grupo ", ""),
        (Kind.Group, " criou este grupo", ""),
        (Kind.Group, " ha creato il gruppo ", ""),
        (Kind.Group, " ha creato questo gruppo", ""),
        (Kind.Group, " heeft de groep ", ""),
        (Kind.Group, " heeft deze groep ", ""),
    ];

    /// <summary>The words before the last name of a list.</summary>
    private static readonly string[] Ands = [" and ", " und ", " y ", " et ", " e ", " en "];

    /// <summary>The words for the phone's owner as a person who is added or removed.</summary>
    private static readonly SearchValues<string> Owner = SearchValues.Create(
        ["you", "dich", "ti", "te", "vous", "você", "je", "jou", "u"],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>Takes the members from a notice; a notice that matches no pattern changes nothing.</summary>
    /// <param name="text">The notice, without date.</param>
    /// <param name="members">The members of the chat.</param>
    /// <param name="isAuthor">Whether an identity is that of an author, whose name is not divided at "and".</param>
    public static void Take(string text, MemberNames members, Func<string, bool> isAuthor)
    {
        string plain = AppText.Plain(text).TrimEnd('.');
        foreach ((Kind kind, string middle, string end) in Patterns)
        {
            int at =
                kind == Kind.Left && plain.EndsWith(middle, StringComparison.Ordinal)
                    ? plain.Length - middle.Length
                    : plain.IndexOf(middle, StringComparison.Ordinal);
            int rest = at + middle.Length;
            if (at <= 0 || rest > plain.Length - end.Length || !plain.EndsWith(end, StringComparison.Ordinal))
                continue;
            // A subject or a group's name may contain the words of another notice.
            if (AppText.IsQuoted(plain, at) || (kind == Kind.Left && rest < plain.Length))
                continue;
            members.IsGroup = true;
            Take(kind, plain[..at], plain[rest..^end.Length], members, isAuthor);
            return;
        }
    }

    private static void Take(Kind kind, string first, string rest, MemberNames members, Func<string, bool> isAuthor)
    {
        if (kind is Kind.Left)
        {
            members.Leave(Identity(first));
            return;
        }
        if (kind is Kind.Added or Kind.Removed)
        {
            foreach (string name in Names(rest, isAuthor).Where(name => !Owner.Contains(name)))
            {
                if (kind == Kind.Added)
                    members.Join(Identity(name));
                else
                    members.Leave(Identity(name));
            }
        }
        if (!AppText.IsYou(first))
            members.Join(Identity(first));
    }

    /// <summary>The identity that an author with this name would have.</summary>
    public static string Identity(string name) =>
        IdentityPrefix + AppText.Identity(name.TrimStart(AuthorSplit.Stranger).Trim());

    private static IEnumerable<string> Names(string list, Func<string, bool> isAuthor)
    {
        foreach (
            string part in list.Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            string spaced = " " + part; // after a comma, the word begins the part: "A, B, and C"
            string? and = isAuthor(Identity(part))
                ? null
                : Array.Find(Ands, word => spaced.Contains(word, StringComparison.Ordinal));
            if (and is null)
            {
                yield return part;
                continue;
            }
            const StringSplitOptions Whole = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
            foreach (string name in spaced.Split(and, 2, Whole))
                yield return name;
        }
    }
}
