using System.Text.Json;
using Microsoft.Data.Sqlite;
using TenantTokens.Durable;
using TenantTokens.Local.Engine;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Procedure;

namespace TenantTokens.Local.Ledger;

/// <summary>
/// Compares the journal with its ledger. A rotation is in the ledger before its orchestration begins; so if only the journal knows it, the
/// ledger was lost or belongs to another directory.
/// </summary>
/// <param name="IsReadable">False when there is a journal and it cannot be read.</param>
/// <param name="Rotations">The ids of the rotations that it knows.</param>
internal sealed record JournalWitness(bool IsReadable, IReadOnlyList<string> Rotations)
{
    /// <summary>Reads a journal without changing it. A missing journal has no rotations.</summary>
    public static JournalWitness Read(string journalPath)
    {
        if (!File.Exists(journalPath))
        {
            return new(true, []);
        }

        try
        {
            SqliteConnectionStringBuilder readOnly = new() { DataSource = journalPath, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
            using SqliteConnection connection = new(readOnly.ToString());
            connection.Open();
            using SqliteStatement statement = new(
                connection, "SELECT input FROM instance WHERE name = $1 AND parent = 0 AND input IS NOT NULL");
            using SqliteDataReader reader = statement.Read(RotationOrchestrator.Name.Value);
            List<string> rotations = [];
            while (reader.Read())
            {
                if (JsonSerializer.Deserialize<RotationInput>(reader.GetString(0), DurableJson.Options) is { } input)
                {
                    rotations.Add(input.RotationId);
                }
            }

            return new(true, rotations);
        }
        catch (Exception exception) when (exception is SqliteException or JsonException)
        {
            return new(false, []);
        }
    }
}
