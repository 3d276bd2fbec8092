/*
 * A stand-in for libnvidia-ml and libcuda, for tests on machines without them. It answers the calls that the bindings
 * make with fixed values, refuses some as drivers do, and multiplies on the processor where a kernel is launched: it runs
 * no PTX. STAND_IN=no-driver, hang or crash make it fail as a whole; OLD_DRIVER leaves out what came with later drivers.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GPUS 2
enum { NOT_SUPPORTED = 3, NO_PERMISSION = 4, INSUFFICIENT_SIZE = 7, DRIVER_NOT_LOADED = 9, UNKNOWN_NVML = 999 };
enum { INVALID_VALUE = 1, INVALID_DEVICE = 101, NO_DEVICE = 100, INVALID_PTX = 218, INVALID_HANDLE = 400, NOT_FOUND = 500 };

static int mode_is(const char *name) {
  const char *mode = getenv("STAND_IN");
  return mode != NULL && strcmp(mode, name) == 0;
}

/* NVML */

typedef struct { int index; } device_t;
static device_t devices[GPUS] = {{0}, {1}};
typedef struct { unsigned version; unsigned long long total, reserved, free, used; } memory_v2_t;
typedef struct { unsigned long long total, free, used; } memory_t;
typedef struct { unsigned gpu, memory; } utilization_t;
typedef struct { unsigned pid; unsigned long long usedGpuMemory; unsigned gpuInstanceId, computeInstanceId; } process_t;
typedef struct {
  char busIdLegacy[16];
  unsigned domain, bus, device, pciDeviceId, pciSubSystemId;
  char busId[32];
} pci_t;
static int running = 0;
static unsigned polls = 0;

int nvmlInit_v2(void) {
  if (mode_is("no-driver")) return DRIVER_NOT_LOADED;
  if (mode_is("hang")) for (;;) pause();
  if (mode_is("crash")) abort();
  running = 1;
  return 0;
}
int nvmlShutdown(void) {
  running = 0;
  return 0;
}
static int text(char *to, unsigned length, const char *value) {
  if (length < strlen(value) + 1) return INSUFFICIENT_SIZE;
  strcpy(to, value);
  return 0;
}
int nvmlSystemGetDriverVersion(char *version, unsigned length) { return running ? text(version, length, "555.42.06") : 1; }
#ifndef OLD_DRIVER
int nvmlSystemGetCudaDriverVersion_v2(int *version) { return *version = 12050, 0; }
#endif
int nvmlSystemGetCudaDriverVersion(int *version) { return *version = 11040, 0; }
int nvmlSystemGetProcessName(unsigned pid, char *name, unsigned length) {
  if (pid == 4242) return NO_PERMISSION;
  return text(name, length, pid == 77 ? "/usr/lib/xorg/Xorg" : "/opt/venv/bin/python3");
}
int nvmlDeviceGetCount_v2(unsigned *count) { return *count = GPUS, polls++, 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, device_t **device) {
  return index < GPUS ? (*device = &devices[index], 0) : 2;
}
int nvmlDeviceGetName(device_t *device, char *name, unsigned length) {
  if (device->index == 0) return text(name, length, "NVIDIA Stand-in 80GB");
  /* as long as the buffer, without a NUL */
  memset(name, 'x', length);
  memcpy(name, "NVIDIA Stand-in with a very long name ", 38);
  return 0;
}
int nvmlDeviceGetPciInfo_v3(device_t *device, pci_t *pci) {
  memset(pci, 0xee, sizeof *pci);
  strcpy(pci->busIdLegacy, "0000:xx:00.0");
  strcpy(pci->busId, device->index == 0 ? "00000000:1B:00.0" : "00000000:AF:00.0");
  return 0;
}
int nvmlDeviceGetCudaComputeCapability(device_t *device, int *major, int *minor) {
  *major = device->index == 0 ? 9 : 7;
  *minor = device->index == 0 ? 0 : 5;
  return 0;
}
#ifndef OLD_DRIVER
int nvmlDeviceGetMemoryInfo_v2(device_t *device, memory_v2_t *memory) {
  if (memory->version != (sizeof(memory_v2_t) | (2 << 24))) return 25;
  memory->total = device->index == 0 ? 85520809984ull : 8589934592ull;
  memory->reserved = 600000000ull;
  memory->used = device->index == 0 ? 23622320128ull : 0;
  memory->free = memory->total - memory->used - memory->reserved;
  return 0;
}
#endif
int nvmlDeviceGetMemoryInfo(device_t *device, memory_t *memory) {
  (void)device;
  memory->total = 4294967296ull;
  memory->used = 1073741824ull;
  memory->free = memory->total - memory->used;
  return 0;
}
int nvmlDeviceGetUtilizationRates(device_t *device, utilization_t *rates) {
  if (device->index == 1) return NOT_SUPPORTED;
  /* moves, so that a test sees a refresh */
  rates->gpu = 40 + polls % 50;
  rates->memory = 17;
  return 0;
}
int nvmlDeviceGetTemperature(device_t *device, int sensor, unsigned *celsius) {
  if (sensor != 0) return 2;
  return *celsius = device->index == 0 ? 61 : 34, 0;
}
int nvmlDeviceGetPowerUsage(device_t *device, unsigned *milliwatts) {
  return device->index == 1 ? NOT_SUPPORTED : (*milliwatts = 342750, 0);
}
int nvmlDeviceGetEnforcedPowerLimit(device_t *device, unsigned *milliwatts) {
  return device->index == 1 ? NOT_SUPPORTED : (*milliwatts = 700000, 0);
}
int nvmlDeviceGetClockInfo(device_t *device, int type, unsigned *mhz) {
  return *mhz = device->index == 1 ? 300 : type == 1 ? 1755 : type == 2 ? 2619 : 1, 0;
}
int nvmlDeviceGetMaxClockInfo(device_t *device, int type, unsigned *mhz) {
  (void)device;
  return *mhz = type == 1 ? 1980 : type == 2 ? 2619 : 1, 0;
}
static int processes(unsigned *count, process_t *to, const process_t *from, unsigned have) {
  unsigned room = *count;
  *count = have;
  if (room < have) return INSUFFICIENT_SIZE;
  memcpy(to, from, have * sizeof *from);
  return 0;
}
/* more than the room that is first asked with */
static int computing(device_t *device, unsigned *count, process_t *to) {
  static process_t list[40];
  if (device->index == 1) return NO_PERMISSION;
  for (unsigned at = 0; at < 40; at++) list[at] = (process_t){5000 + at, (40ull - at) << 28, ~0u, ~0u};
  list[1].pid = 77;
  list[2].pid = 4242;
  list[3].usedGpuMemory = ~0ull;
  return processes(count, to, list, mode_is("quiet") ? 3 : 40);
}
static int drawing(device_t *device, unsigned *count, process_t *to) {
  static const process_t list[] = {{77, 39ull << 28, ~0u, ~0u}, {78, 1 << 20, ~0u, ~0u}};
  (void)device;
  return processes(count, to, list, 2);
}
int nvmlDeviceGetComputeRunningProcesses_v2(device_t *d, unsigned *n, process_t *to) { return computing(d, n, to); }
int nvmlDeviceGetGraphicsRunningProcesses_v2(device_t *d, unsigned *n, process_t *to) { return drawing(d, n, to); }
#ifndef OLD_DRIVER
/* as of driver 535.54: entries of another size */
int nvmlDeviceGetComputeRunningProcesses_v3(device_t *d, unsigned *n, void *to) {
  (void)d;
  return memset(to, 0x55, (size_t)*n * 32), 0;
}
int nvmlDeviceGetGraphicsRunningProcesses_v3(device_t *d, unsigned *n, void *to) {
  return nvmlDeviceGetComputeRunningProcesses_v3(d, n, to);
}
#endif

/* CUDA: the devices in the other order, as its own sorting may have them */

typedef struct { float *a, *b, *c; unsigned n; int tf32; } launched_t;
static launched_t last;
static int contexts = 0, current = -1, allocations = 0, events = 0, modules = 0, started = 0;

/* what a probe left behind, for tests */
int standInLeftOver(void) { return contexts + allocations + events + modules + (current != -1); }

int cuInit(unsigned flags) {
  if (mode_is("no-driver")) return NO_DEVICE;
  started = 1;
  return flags == 0 ? 0 : INVALID_VALUE;
}
int cuDriverGetVersion(int *version) { return *version = 12050, 0; }
int cuDeviceGetCount(int *count) { return started ? (*count = GPUS, 0) : 3; }
int cuDeviceGet(int *device, int ordinal) {
  return ordinal >= 0 && ordinal < GPUS ? (*device = 1 - ordinal, 0) : INVALID_DEVICE;
}
int cuDeviceGetName(char *name, int length, int device) { return snprintf(name, length, "CUDA %d", device), 0; }
int cuDeviceGetPCIBusId(char *id, int length, int device) {
  return text(id, length, device == 0 ? "0000:1b:00.0" : "0000:af:00.0");
}
int cuDeviceTotalMem_v2(size_t *bytes, int device) { return *bytes = device == 0 ? 85520809984ull : 8589934592ull, 0; }
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  switch (attribute) {
    case 16: return *value = device == 0 ? 132 : 36, 0;
    case 37: return *value = 5120, 0;
    case 38: return *value = 52428800, 0;
    case 39: return *value = 2048, 0;
    case 75: return *value = device == 0 ? 9 : 7, 0;
    case 76: return *value = device == 0 ? 0 : 5, 0;
    default: return INVALID_VALUE;
  }
}
int cuDevicePrimaryCtxRetain(uint64_t *context, int device) { return *context = 100 + device, contexts++, 0; }
int cuDevicePrimaryCtxRelease_v2(int device) { return device < GPUS ? (contexts--, 0) : INVALID_DEVICE; }
int cuCtxPushCurrent_v2(uint64_t context) {
  if (context < 100 || context >= 100 + GPUS) return INVALID_HANDLE;
  return current = (int)context - 100, 0;
}
int cuCtxPopCurrent_v2(uint64_t *context) { return *context = 100 + current, current = -1, 0; }
int cuCtxSynchronize(void) { return current == -1 ? 201 : 0; }
int cuModuleLoadDataEx(uint64_t *module, const char *image, unsigned count, int *options, void **values) {
  int tf32 = strstr(image, ".target sm_80") != NULL;
  if (current == -1) return 201;
  if (count != 2 || options[0] != 5 || options[1] != 6 || (uintptr_t)values[1] < 64) return INVALID_VALUE;
  if (tf32 && current == 1) {
    snprintf(values[0], (uintptr_t)values[1], "ptxas fatal   : .target 'sm_80' is not for this stand-in\nmore");
    return INVALID_PTX;
  }
  modules++;
  return *module = tf32 ? 0xb : 0xa, 0;
}
int cuModuleUnload(uint64_t module) { return module == 0xa || module == 0xb ? (modules--, 0) : INVALID_HANDLE; }
int cuModuleGetFunction(uint64_t *function, uint64_t module, const char *name) {
  if (strcmp(name, module == 0xb ? "matmul_tf32" : "matmul_fp32") != 0) return NOT_FOUND;
  return *function = module << 4, 0;
}
int cuMemAlloc_v2(uint64_t *at, size_t bytes) {
  return *at = (uint64_t)(uintptr_t)calloc(1, bytes), allocations++, 0;
}
int cuMemFree_v2(uint64_t at) { return free((void *)(uintptr_t)at), allocations--, 0; }
int cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t bytes) {
  return memcpy((void *)(uintptr_t)to, from, bytes), 0;
}
int cuEventCreate(uint64_t *event, unsigned flags) { return *event = 7000 + flags + events++, 0; }
int cuEventRecord(uint64_t event, uint64_t stream) { return event >= 7000 && stream == 0 ? 0 : INVALID_HANDLE; }
int cuEventSynchronize(uint64_t event) { return event >= 7000 ? 0 : INVALID_HANDLE; }
int cuEventElapsedTime(float *ms, uint64_t start, uint64_t end) {
  static int run = 0;
  if (end != start + 1) return INVALID_HANDLE;
  /* the median of fifteen: 1.5 for each kernel */
  return *ms = 1.5f + (run++ % 15 - 7) * 0.125f, 0;
}
int cuEventDestroy_v2(uint64_t event) { return event >= 7000 ? (events--, 0) : INVALID_HANDLE; }
int cuLaunchKernel(uint64_t function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                   unsigned shared, uint64_t stream, void **parameters, void **extra) {
  launched_t is = {*(float **)parameters[0], *(float **)parameters[1], *(float **)parameters[2],
                   *(unsigned *)parameters[3], function == 0xb0};
  unsigned wide = is.tf32 ? 8 : 16, threads = is.tf32 ? 32 : 256;
  if (current == -1) return 201;
  if (gz != 1 || bz != 1 || bx * by != threads || shared != 0 || stream != 0 || extra != NULL) return INVALID_VALUE;
  if (gx * wide != is.n || gy * 16 != is.n) return INVALID_VALUE;
  last = is;
  return 0;
}
static float to_tf32(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  bits = (bits + 0x1000) & 0xffffe000;
  memcpy(&value, &bits, 4);
  return value;
}
/* the work is done when it is asked for: sums in the order of k, each step rounded once through double */
int cuMemcpyDtoH_v2(void *to, uint64_t from, size_t bytes) {
  unsigned n = last.n;
  if ((uint64_t)(uintptr_t)last.c != from || bytes != (size_t)n * n * 4) return INVALID_VALUE;
  memset(last.c, 0, bytes);
  for (size_t at = 0; last.tf32 && at < (size_t)n * n; at++) {
    last.a[at] = to_tf32(last.a[at]);
    last.b[at] = to_tf32(last.b[at]);
  }
  for (unsigned row = 0; row < n; row++)
    for (unsigned k = 0; k < n; k++) {
      double left = last.a[row * n + k];
      float *sums = last.c + row * n;
      const float *right = last.b + k * n;
      for (unsigned column = 0; column < n; column++) sums[column] = (float)(left * right[column] + sums[column]);
    }
  return memcpy(to, last.c, bytes), 0;
}
