# furui_predict_bench: prediction alone on prepared graphs; needs the layers core and predict only.
if(FURUI_BENCH AND TARGET furui_predict)
  find_package(nlohmann_json REQUIRED)
  add_executable(furui_predict_bench ${CMAKE_CURRENT_LIST_DIR}/predict_driver.cpp)
  target_link_libraries(furui_predict_bench PRIVATE furui_predict furui_warnings nlohmann_json::nlohmann_json)
endif()

if(FURUI_BENCH AND TARGET furui_predict)
  # Crystals; peer_chgnet.py and peer_megnet.py predict the same ones.
  find_package(nlohmann_json REQUIRED)
  add_executable(furui_crystal_bench ${CMAKE_CURRENT_LIST_DIR}/crystal_driver.cpp)
  target_link_libraries(furui_crystal_bench PRIVATE furui_predict furui_warnings nlohmann_json::nlohmann_json)
  add_executable(furui_relax_bench ${CMAKE_CURRENT_LIST_DIR}/relax_driver.cpp)
  target_link_libraries(furui_relax_bench PRIVATE furui_predict furui_warnings nlohmann_json::nlohmann_json)
  if(TARGET furui_crystal)  # not on a machine that has LibTorch and nothing else
    target_link_libraries(furui_relax_bench PRIVATE furui_crystal)
    target_compile_definitions(furui_relax_bench PRIVATE FURUI_BENCH_SYMMETRY)
  endif()
endif()
