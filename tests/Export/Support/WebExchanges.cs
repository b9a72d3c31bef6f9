using System.Globalization;

namespace MGen.Export.Tests.Support;

/// <summary>The traffic of the connections to a web server.</summary>
/// <param name="Openings">The handshake of each connection: the sizes of the records before the first request.</param>
/// <param name="Exchanges">
/// The number of occurrences of each request with its complete response, written as the sizes of both sides' records.
/// </param>
internal sealed record WebExchanges(IReadOnlyList<string> Openings, IReadOnlyDictionary<string, int> Exchanges)
{
    /// <summary>Client hello, change cipher spec and Finished.</summary>
    private const int OpeningRecordsOfClient = 3;

    /// <summary>Server hello, change cipher spec, four of the encrypted handshake, and two session tickets.</summary>
    private const int OpeningRecordsOfServer = 8;

    public static WebExchanges From(IReadOnlyList<List<TlsRecord>> connections)
    {
        List<string> openings = [];
        Dictionary<string, int> exchanges = [];
        foreach (List<TlsRecord> connection in connections)
        {
            TlsRecord[] outgoing =
            [
                .. connection.Where(record => record.IsOutgoing && record.Length != TlsRecord.CloseNotify),
            ];
            TlsRecord[] incoming =
            [
                .. connection.Where(record => !record.IsOutgoing && record.Length != TlsRecord.CloseNotify),
            ];
            if (outgoing.Length <= OpeningRecordsOfClient || incoming.Length <= OpeningRecordsOfServer)
                continue; // the run ended before the first response
            openings.Add(
                $"{Sizes(outgoing[..OpeningRecordsOfClient])} / {Sizes([.. incoming[..OpeningRecordsOfServer].Where((_, place) => place is not (3 or 4))])}"
            );
            HashSet<TlsRecord> opening = new(
                [.. outgoing[..OpeningRecordsOfClient], .. incoming[..OpeningRecordsOfServer]],
                ReferenceEqualityComparer.Instance
            );
            foreach (
                string exchange in Split([
                    .. connection.Where(record => !opening.Contains(record) && record.Length != TlsRecord.CloseNotify),
                ])
            )
                exchanges[exchange] = exchanges.GetValueOrDefault(exchange) + 1;
        }
        return new WebExchanges(openings, exchanges);
    }

    /// <summary>
    /// Splits records into exchanges. An exchange ends where the device sends again after a response; the last exchange
    /// may be incomplete.
    /// </summary>
    private static IEnumerable<string> Split(TlsRecord[] records)
    {
        int first = 0;
        for (int i = 1; i <= records.Length; i++)
        {
            if (i < records.Length && (!records[i].IsOutgoing || records[i - 1].IsOutgoing))
                continue;
            TlsRecord[] exchange = records[first..i];
            yield return $"{Sizes([.. exchange.Where(record => record.IsOutgoing)])} / {Sizes([.. exchange.Where(record => !record.IsOutgoing)])}";
            first = i;
        }
    }

    private static string Sizes(TlsRecord[] records) =>
        string.Join(' ', records.Select(record => record.Length.ToString(CultureInfo.InvariantCulture)));
}
