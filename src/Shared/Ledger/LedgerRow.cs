using System.Text.Json;
using TenantTokens.Durable;

namespace TenantTokens.Ledger;

/// <summary>One row of the ledger.</summary>
/// <param name="Key">Unique in its partition; ordinal order. Letters, digits and <c>| : . _ - ~ @</c>, 1 to 400 characters.</param>
/// <param name="Json">The value, under 60 KB.</param>
/// <param name="ETag">Changes with every write of the row.</param>
public sealed record LedgerRow(string Key, string Json, string ETag)
{
    private Parsed? _parsed;

    /// <inheritdoc />
    public bool Equals(LedgerRow? other) => other is not null && (Key, Json, ETag) == (other.Key, other.Json, other.ETag);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Key, Json, ETag);

    /// <summary>Deserializes the value once; a store that keeps rows in memory is asked again and again. Values are immutable.</summary>
    /// <returns>Null for JSON's null.</returns>
    /// <exception cref="JsonException">The JSON does not fit the type.</exception>
    public T? Value<T>()
        where T : class
    {
        if (_parsed is not { Value: T value } || !ReferenceEquals(_parsed.Json, Json)) // a copy with other JSON has another value
        {
            value = JsonSerializer.Deserialize<T>(Json, DurableJson.Options)!;
            _parsed = new(Json, value);
        }

        return value;
    }

    private sealed record Parsed(string Json, object? Value);
}
