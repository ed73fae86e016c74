using System.Text.Json;

namespace TenantTokens.Ledger.Files;

/// <summary>The result of reading a whole ledger and checking that it is consistent.</summary>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Rotations">How many rotations it has.</param>
/// <param name="Problems">What is inconsistent, one sentence each; empty when nothing is.</param>
public sealed record LedgerCheck(int Rows, int Rotations, IReadOnlyList<string> Problems)
{
    private const string RotationPrefix = "rotation:";
    private const string EnvironmentPrefix = "environment:";

    /// <summary>Reads and checks every row. Writes nothing.</summary>
    public static async Task<LedgerCheck> RunAsync(ILedgerStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        List<string> problems = [];
        HashSet<string> rotations = new(StringComparer.Ordinal);
        List<(string Row, string RotationId)> pointers = [];
        int rows = 0;
        await foreach ((string partition, LedgerRow row) in store.ReadAllAsync(cancellationToken))
        {
            rows++;
            JsonElement? json = Parse(row.Json);
            if (json is null)
            {
                problems.Add($"the row '{row.Key}' of '{partition}' is not JSON");
            }
            else if (partition.StartsWith(RotationPrefix, StringComparison.Ordinal) && row.Key == "rotation")
            {
                rotations.Add(partition[RotationPrefix.Length..]);
            }
            else if (partition.StartsWith(EnvironmentPrefix, StringComparison.Ordinal) && PointsTo(json.Value) is { } rotationId)
            {
                pointers.Add(($"the row '{row.Key}' of '{partition}'", rotationId));
            }
        }

        problems.AddRange(pointers
            .Where(pointer => !rotations.Contains(pointer.RotationId))
            .Select(static pointer => $"{pointer.Row} names rotation {pointer.RotationId}, which has no row"));
        if (await LedgerImport.IsIncompleteAsync(store, cancellationToken))
        {
            problems.Add("an import did not finish");
        }

        return new(rows, rotations.Count, problems);
    }

    private static JsonElement? Parse(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? PointsTo(JsonElement row)
        => row.ValueKind is JsonValueKind.Object
            && row.TryGetProperty("rotationId", out JsonElement id)
            && id.ValueKind is JsonValueKind.String ? id.GetString() : null;
}
